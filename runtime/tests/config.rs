//! What files and environments may say, what is refused, and what starts with it.
#![cfg(feature = "config")]
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use lowcard::{Config, ConfigError, Monitoring, WhenDisabled};
use proptest::prelude::*;
use tower::ServiceExt;

/// Each key, as JSON and as a variable has it, and another one than the default.
const KEYS: [(&str, &str, &str); 14] = [
    ("enabled", "false", "false"),
    ("path", r#""/m""#, "/m"),
    ("listen", r#""[::1]:9464""#, "[::1]:9464"),
    ("when_disabled", r#""unavailable""#, "unavailable"),
    ("max_in_flight", "3", "3"),
    ("time_limit", r#""500ms""#, "500ms"),
    ("created", "true", "true"),
    ("gzip_level", "0", "0"),
    ("username", r#""u""#, "u"),
    ("username_file", r#""/u""#, "/u"),
    ("password", r#""p""#, "p"),
    ("password_file", r#""/p""#, "/p"),
    ("token", r#""t""#, "t"),
    ("token_file", r#""/t""#, "/t"),
];

fn changed() -> Config {
    let mut config = Config::default();
    config.enabled = false;
    config.path = "/m".into();
    config.listen = "[::1]:9464".parse().ok();
    config.when_disabled = WhenDisabled::Unavailable;
    config.max_in_flight = 3;
    config.time_limit = Duration::from_millis(500);
    config.created = true;
    config.gzip_level = 0;
    config.username = Some("u".to_owned());
    config.username_file = Some("/u".into());
    config.password = Some("p".to_owned());
    config.password_file = Some("/p".into());
    config.token = Some("t".to_owned());
    config.token_file = Some("/t".into());
    config
}

fn json(text: &str) -> Result<Config, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn yaml(text: &str) -> Result<Config, String> {
    serde_yaml_ng::from_str(text).map_err(|error| error.to_string())
}

fn toml(text: &str) -> Result<Config, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}

fn vars<'v>(vars: impl IntoIterator<Item = (&'v str, &'v str)>) -> Result<Config, ConfigError> {
    Config::default().with_vars("MONITORING", vars)
}

/// What is wrong with one variable.
fn wrong(name: &str, value: &str) -> String {
    vars([(name, value)]).expect_err(name).to_string()
}

#[test]
fn nothing_said_is_the_default_in_every_format() {
    for config in [json("{}"), yaml("{}"), toml("")] {
        assert_eq!(config.as_ref(), Ok(&Config::default()));
    }
    assert_eq!(vars([]), Ok(Config::default()));
    assert_eq!(Config::default().check(), Ok(()));
}

#[test]
fn every_key_is_read_from_every_format() {
    let lines = |between: &str| KEYS.map(|(key, value, _)| format!("{key}{between}{value}")).join("\n");
    let members = KEYS.map(|(key, value, _)| format!("\"{key}\":{value}")).join(",");
    for config in [json(&format!("{{{members}}}")), yaml(&lines(": ")), toml(&lines(" = "))] {
        assert_eq!(config, Ok(changed()));
    }
}

#[test]
fn it_is_a_part_of_an_applications_own_file() {
    let files: [BTreeMap<String, Config>; 2] = [
        serde_yaml_ng::from_str("monitoring: {enabled: true, path: /internal/metrics}").expect("YAML"),
        toml::from_str("[monitoring]\nenabled = true\npath = \"/internal/metrics\"").expect("TOML"),
    ];
    for file in files {
        assert_eq!(file["monitoring"].path, "/internal/metrics");
    }
}

#[test]
fn a_key_without_a_value_is_as_if_it_were_not_there() {
    assert_eq!(yaml("listen:\nenabled: ~\ntoken:"), Ok(Config::default()));
    assert_eq!(json(r#"{"path": null}"#), Ok(Config::default()));
}

#[test]
fn a_wrong_value_is_refused_with_its_key_and_what_is_allowed_in_every_format() {
    let cases = [
        ("enabled", r#""true""#, "`enabled` is the text \"true\"\n  help: write `true` or `false`"),
        ("enabled", "1", "`enabled` is `1`\n  help: write `true` or `false`"),
        ("path", r#""metrics""#, "`path` is the text \"metrics\"\n  help: write a path like `/metrics`"),
        ("path", r#""/{all}""#, "`path` is the text \"/{all}\"\n  help: write a path like `/metrics`"),
        ("path", "[1]", "`path` is a list\n  help: write a path"),
        ("listen", "9464", "`listen` is `9464`\n  help: write an address and a port, such as `127.0.0.1:9464`"),
        ("listen", r#""localhost:1""#, "`listen` is the text \"localhost:1\"\n  help: write an address and a port"),
        ("when_disabled", "404", "`when_disabled` is `404`\n  help: write `not_found` or `unavailable`"),
        ("max_in_flight", "0", "`max_in_flight` is `0`\n  help: write a whole number above 0"),
        ("max_in_flight", "-1", "`max_in_flight` is a number below 0\n  help: write a whole number above 0"),
        ("max_in_flight", "1.5", "`max_in_flight` is a number with a fraction\n  help: write a whole number above 0"),
        ("max_in_flight", r#""3""#, "`max_in_flight` is the text \"3\"\n  help: write a whole number above 0"),
        ("time_limit", "30", "`time_limit` is `30`\n  help: write a whole number above 0 and its unit, such as `30s`"),
        ("time_limit", r#""30""#, "`time_limit` is the text \"30\"\n  help: write a whole number above 0 and its unit"),
        ("gzip_level", "10", "`gzip_level` is `10`\n  help: write a whole number from 0 to 9"),
        ("gzip_level", "true", "`gzip_level` is `true`\n  help: write a whole number from 0 to 9"),
        ("username", "7", "`username` is `7`\n  help: write a text, in quotes"),
        ("password", "1234", "`password` is a number\n  help: write a text, in quotes"),
        ("token", "{}", "`token` is a table\n  help: write a text, in quotes"),
        ("token_file", "false", "`token_file` is `false`\n  help: write the path of a file"),
    ];
    for (key, value, expected) in cases {
        let files = [
            json(&format!("{{\"{key}\": {value}}}")),
            yaml(&format!("{key}: {value}")),
            toml(&format!("{key} = {value}")),
        ];
        for error in files.map(|config| config.expect_err(key)) {
            assert!(error.contains(expected), "{error}");
        }
    }
}

#[test]
fn an_unknown_key_is_refused_with_the_one_that_was_meant() {
    for error in [json(r#"{"enable": true}"#), yaml("enable: true"), toml("enable = true")] {
        let error = error.expect_err("no such key");
        assert!(error.contains("unknown key `enable`\n  help: did you mean `enabled`?"), "{error}");
    }
    let error = json(r#"{"retention": "1d"}"#).expect_err("no such key");
    assert!(error.contains("unknown key `retention`\n  help: the keys are: enabled, path, listen, "), "{error}");
    let error = json(r#"{"path": "/a", "path": "/b"}"#).expect_err("twice");
    assert!(error.contains("`path` is there twice\n  help: keep one of them"), "{error}");
}

#[test]
fn all_mistakes_of_a_file_are_in_one_error() {
    let error = toml("enabled = 1\npaths = \"/\"\ngzip_level = 11").expect_err("three mistakes");
    for mistake in ["`enabled` is `1`", "unknown key `paths`", "`gzip_level` is `11`"] {
        assert!(error.contains(mistake), "{error}");
    }
}

#[test]
fn what_is_no_table_is_refused() {
    for text in ["true", "[]", "\"on\"", "null", "7", "", "{", "{\"enabled\"", "\u{0}"] {
        assert!(json(text).is_err(), "{text}");
    }
    let error = json("true").expect_err("no table");
    assert!(error.contains("expected a table of what is decided about metrics, with the keys enabled, "), "{error}");
}

#[test]
fn every_key_is_a_variable_and_the_variable_wins() {
    for (key, file, variable) in KEYS {
        let name = format!("MONITORING_{}", key.to_uppercase());
        let expected = json(&format!("{{\"{key}\": {file}}}")).expect(key);
        // A lone password is incomplete, so that what is read is compared where nothing is complete.
        let disabled = [("MONITORING_ENABLED", "false")];
        let mut expected_off = expected.clone();
        expected_off.enabled = false;
        assert_eq!(vars([(&*name, variable)].into_iter().chain(disabled)), Ok(expected_off), "{key}");
    }
    let file = yaml("{enabled: false, path: /file, gzip_level: 9}").expect("YAML");
    let config = file.with_vars("APP", [("APP_ENABLED", "true"), ("APP_PATH", "/variable")]).expect("all is well");
    assert_eq!((config.enabled, &*config.path, config.gzip_level), (true, "/variable", 9));
}

#[test]
fn a_wrong_variable_is_refused_with_its_name_and_what_is_allowed() {
    let cases = [
        ("MONITORING_ENABLED", "yes", "`MONITORING_ENABLED` is \"yes\"\n  help: write `true` or `false`"),
        ("MONITORING_ENABLED", "TRUE", "`MONITORING_ENABLED` is \"TRUE\"\n  help: write `true` or `false`"),
        ("MONITORING_ENABLED", " true", "`MONITORING_ENABLED` is \" true\"\n  help: write `true` or `false`"),
        ("MONITORING_PATH", "/a\nb", "`MONITORING_PATH` is \"/a\\nb\"\n  help: write a path like `/metrics`"),
        ("MONITORING_LISTEN", ":9464", "`MONITORING_LISTEN` is \":9464\"\n  help: write an address and a port"),
        ("MONITORING_TIME_LIMIT", "0s", "`MONITORING_TIME_LIMIT` is \"0s\"\n  help: write a whole number above 0"),
        ("MONITORING_GZIP_LEVEL", "-1", "`MONITORING_GZIP_LEVEL` is \"-1\"\n  help: write a whole number from 0"),
        ("MONITORING_MAX_IN_FLIGHT", "99999999999999999999", "write a whole number above 0"),
    ];
    for (name, value, expected) in cases {
        let error = wrong(name, value);
        assert!(error.contains(expected), "{error}");
        assert!(error.contains(name), "{error}");
    }
    let error = wrong("MONITORING_PATH", &"é".repeat(1_000_000));
    assert!(error.len() < 1_000, "what it holds is cut off: {}", error.len());
}

#[test]
fn an_empty_variable_is_as_if_it_were_not_there() {
    let file = yaml("{path: /file, token: t}").expect("YAML");
    let empty =
        ["MONITORING_PATH", "MONITORING_TOKEN", "MONITORING_USERNAME", "MONITORING_ENABLE"].map(|name| (name, ""));
    assert_eq!(file.clone().with_vars("MONITORING", empty), Ok(file));
}

#[test]
fn a_misspelt_variable_is_refused_and_others_are_the_applications_own() {
    let cases = [
        ("MONITORING_ENABLE", "MONITORING_ENABLED"),
        ("MONITORING_enabled", "MONITORING_ENABLED"),
        ("MONITORING_MAX_INFLIGHT", "MONITORING_MAX_IN_FLIGHT"),
        ("MONITORING_PASWORD", "MONITORING_PASSWORD"),
    ];
    for (name, meant) in cases {
        let expected = format!("`{name}` decides nothing about metrics\n  help: did you mean `{meant}`?");
        assert_eq!(wrong(name, "hunter2"), expected);
    }
    let own = ["MONITORING_COLOUR", "MONITORING_DISABLED", "MONITORING", "MONITORING_", "MONITORINGENABLED", "PATH"];
    assert_eq!(vars(own.map(|name| (name, "no"))), Ok(Config::default()));
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_utf_8_is_refused_and_a_name_is_somebody_elses() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let junk = OsStr::from_bytes(b"\xff");
    let error = Config::default().with_vars("MONITORING", [("MONITORING_PATH", junk)]).expect_err("not UTF-8");
    assert_eq!(error.to_string(), "`MONITORING_PATH` is not UTF-8\n  help: write it in UTF-8");
    let name = OsStr::from_bytes(b"MONITORING_PATH\xff");
    assert_eq!(Config::default().with_vars("MONITORING", [(name, junk)]), Ok(Config::default()));
}

#[test]
fn all_mistakes_of_an_environment_are_in_one_error() {
    let error = vars([
        ("MONITORING_ENABLED", "on"),
        ("MONITORING_PATHS", "/"),
        ("MONITORING_GZIP_LEVEL", "ten"),
        ("MONITORING_USERNAME", "prometheus"),
    ]);
    let error = error.expect_err("four mistakes").to_string();
    assert_eq!(error.matches("\n  help: ").count(), 4, "{error}");
    let four = ["MONITORING_ENABLED", "MONITORING_PATHS", "MONITORING_GZIP_LEVEL", "MONITORING_USERNAME"];
    assert_eq!(four.into_iter().find(|name| !error.contains(name)), None, "{error}");
}

#[test]
fn credentials_that_do_not_go_together_are_refused_with_what_to_write() {
    let cases = [
        ("{username: u}", "`username` is set without a password\n  help: write `password` or `password_file` as well"),
        ("{password_file: /p}", "`password_file` is set without a user\n  help: write `username` or `username_file`"),
        ("{token: t, username: u, password: p}", "`token` and `username` are both set\n  help: keep either the token"),
        ("{token_file: /t, password: p}", "`token_file` and `password` are both set\n  help: keep either the token"),
        ("{token: t, token_file: /t}", "`token` and `token_file` are both set\n  help: keep one of them"),
        (
            "{username: u, username_file: /u, password: p}",
            "`username` and `username_file` are both set\n  help: keep one",
        ),
        ("{token: 'a b'}", "`token` can't be used: the bearer token has a character that can't be sent"),
        ("{username: 'a:b', password: p}", "`username` and `password` can't be used: the user has a colon"),
    ];
    for (text, expected) in cases {
        let mut config = yaml(text).expect("each is right for itself");
        let error = config.check().expect_err(text).to_string();
        assert!(error.starts_with(expected), "{error}");
        assert!(config.clone().with_vars("X", [("", ""); 0]).is_err(), "{text}");
        config.enabled = false; // then nobody needs them
        assert_eq!(config.check(), Ok(()));
    }
    let error = wrong("MONITORING_USERNAME", "u");
    let expected = "`username` (`MONITORING_USERNAME`) is set without a password\n  \
                    help: write `password` (`MONITORING_PASSWORD`) or `password_file` (`MONITORING_PASSWORD_FILE`) as well";
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn a_credential_of_the_environment_replaces_those_of_the_file_that_would_contradict_it() {
    let user = yaml("{username: u, password_file: /p}").expect("YAML");
    let with = |file: &Config, name, value| file.clone().with_vars("X", [(name, value)]).expect(name);

    let token = with(&user, "X_TOKEN", "t");
    assert_eq!((token.username, token.password_file, token.token.as_deref()), (None, None, Some("t")));
    let other = with(&user, "X_PASSWORD", "other");
    assert_eq!(
        (other.username.as_deref(), other.password.as_deref(), other.password_file),
        (Some("u"), Some("other"), None)
    );

    let token = yaml("{token: t}").expect("YAML");
    assert_eq!(with(&token, "X_TOKEN_FILE", "/t").token, None);
    let user = token.with_vars("X", [("X_USERNAME", "u"), ("X_PASSWORD", "p")]).expect("a user instead of the token");
    assert_eq!((user.token, user.username.as_deref(), user.password.as_deref()), (None, Some("u"), Some("p")));
}

#[test]
fn secrets_are_never_shown() {
    let shown = format!("{:?}", changed());
    assert!(shown.contains("username: Some(\"u\")") && shown.contains("token_file: Some(\"/t\")"), "{shown}");
    let mut config = Config::default();
    (config.username, config.password) = (Some("a:b".to_owned()), Some("hunter2".to_owned()));
    (config.token, config.token_file) = (Some("hunter2".to_owned()), Some("/t".into()));
    let errors = [
        format!("{config:?}"),
        format!("{:?}", config.check()),
        wrong("MONITORING_PASSWORD", "hunter2\n"),
        wrong("MONITORING_TOKEN", "hunter2 hunter2"),
        yaml("{token: [hunter2]}").expect_err("a list"),
    ];
    for error in errors {
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn a_path_that_was_set_in_code_is_checked_as_well() {
    let mut config = Config::default();
    config.path = "/:all".into();
    let error = config.check().expect_err("a pattern").to_string();
    assert!(error.starts_with("`path` is \"/:all\"\n  help: write a path like `/metrics`"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_a_variable_holds_is_taken_or_refused_by_its_name(key in 0..KEYS.len(), value in ".{0,40}") {
        let name = format!("MONITORING_{}", KEYS[key].0.to_uppercase());
        if let Err(error) = vars([(&*name, &*value)]) {
            prop_assert!(error.to_string().contains(KEYS[key].0) || error.to_string().contains(&name));
        }
    }

    #[test]
    fn whatever_a_variable_is_called_nothing_panics(name in ".{0,40}", prefix in ".{0,3}") {
        let called = format!("{prefix}_{name}");
        let _taken_or_refused = Config::default().with_vars(&prefix, [(called, "7")]);
    }
}

async fn status(monitoring: &Monitoring, authorization: &str) -> StatusCode {
    let request = Request::builder().uri("/metrics").header(header::AUTHORIZATION, authorization);
    let request = request.body(Body::empty()).expect("a valid request");
    monitoring.endpoint().oneshot(request).await.expect("infallible").status()
}

/// A file that is removed with this value.
struct Secret(PathBuf);

impl Secret {
    fn new(name: &str, contents: &[u8]) -> Self {
        let path = env::temp_dir().join(format!("lowcard-{name}-{}", std::process::id()));
        fs::write(&path, contents).expect("a folder for temporary files");
        Self(path)
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        let _gone = fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn what_is_started_asks_for_the_credentials_of_mounted_secrets() {
    let (token, user) = (Secret::new("token", b"s3cret\n"), Secret::new("user", b"prometheus\r\n\n"));
    let mut config = Config::default();
    config.token_file = Some(token.0.clone());
    let monitoring = config.start();
    assert!(monitoring.is_enabled());
    assert_eq!(status(&monitoring, "Bearer s3cret").await, StatusCode::OK);
    assert_eq!(status(&monitoring, "Bearer other").await, StatusCode::UNAUTHORIZED);

    let mut config = Config::default();
    (config.username_file, config.password) = (Some(user.0.clone()), Some("pass:word".to_owned()));
    let monitoring = config.start();
    assert_eq!(status(&monitoring, "Basic cHJvbWV0aGV1czpwYXNzOndvcmQ=").await, StatusCode::OK);
    assert_eq!(status(&monitoring, "Basic cHJvbWV0aGV1czpwYXNzOndvcmT=").await, StatusCode::UNAUTHORIZED);
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn the_router_has_the_metrics_at_the_configured_path() {
    let monitoring = yaml("path: /internal/metrics").expect("YAML").start();
    assert_eq!((monitoring.path(), monitoring.local_addr()), ("/internal/metrics", None));
    let app: axum::Router = axum::Router::new().merge(monitoring.router());
    for (path, expected) in [("/internal/metrics", StatusCode::OK), ("/metrics", StatusCode::NOT_FOUND)] {
        let request = Request::builder().uri(path).body(Body::empty()).expect("a valid request");
        assert_eq!(app.clone().oneshot(request).await.expect("infallible").status(), expected, "{path}");
    }
}

#[cfg(feature = "serve")]
#[test]
fn the_port_is_open_until_the_monitoring_is_dropped() {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    let monitoring = yaml("{listen: '127.0.0.1:0', path: /m, username: u, password: p}").expect("YAML").start();
    let address = monitoring.local_addr().expect("it listens");
    let ask = |headers: &str| {
        let mut connection = TcpStream::connect(address)?;
        write!(connection, "GET /m HTTP/1.0\r\n{headers}\r\n")?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer).map(|_| answer)
    };
    assert!(ask("Authorization: Basic dTpw\r\n").expect("it answers").starts_with("HTTP/1.0 200 "));
    assert!(ask("").expect("it answers").starts_with("HTTP/1.0 401 "));
    drop(monitoring);
    let closed = lowcard_servers::poll(Duration::from_secs(30), || TcpStream::connect(address).err());
    assert!(closed.is_some());
}
