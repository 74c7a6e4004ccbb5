//! What an operator decides: from a file, from the environment, and what follows from it when the program starts.
//!
//! ```text
//! file ──serde──▶ Config ◀──environment, which wins
//!                   └──start──▶ Monitoring: metrics that are on, or off for the whole process
//! ```

mod credentials;
mod duration;
mod environment;
mod error;
mod file;
mod key;
mod monitoring;
mod path;
mod port;
mod start;
mod value;
mod when_disabled;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::endpoint::Options;
use credentials::Stated;
use environment::Variables;
use error::Mistakes;

pub use error::ConfigError;
pub use monitoring::Monitoring;
pub use when_disabled::WhenDisabled;

/// What an operator decides about metrics: whether there are any, where, and who may see them.
///
/// It is read from a file of any format that serde knows, and then from variables of the environment, which win. Each
/// key is a variable as well: with the prefix `MONITORING`, `max_in_flight` is `MONITORING_MAX_IN_FLIGHT`.
///
/// | key | if nothing is said | what is allowed |
/// |---|---|---|
/// | `enabled` | `true` | `true` or `false` |
/// | `path` | `/metrics` | a path that a request can have, without `{`, `}`, `*` and `:` |
/// | `listen` | | an address and a port of its own, such as `127.0.0.1:9464`; needs the feature `serve` |
/// | `when_disabled` | `not_found` | `not_found`, which is 404, or `unavailable`, which is 503 |
/// | `max_in_flight` | `10` | a whole number above 0; see [`Endpoint::max_in_flight`](crate::Endpoint::max_in_flight) |
/// | `time_limit` | `30s` | a whole number above 0 and its unit, `ms`, `s` or `m`; see [`Endpoint::time_limit`](crate::Endpoint::time_limit) |
/// | `created` | `false` | `true` or `false`; see [`Endpoint::created`](crate::Endpoint::created) |
/// | `gzip_level` | `1` | a whole number from 0, which turns compression off, to 9 |
/// | `username` and `password` | | who may scrape, unless everyone may; not with a token |
/// | `token` | | who may scrape, unless everyone may; not with a user |
/// | `username_file`, `password_file`, `token_file` | | a file that has it, such as a mounted secret; line breaks at its end are left out |
///
/// - In a file, an unknown key is an error, and `"true"` is a text and no boolean. A key without a value (`listen:` in
///   YAML) is as if it weren't there.
/// - In the environment, an empty variable is as if it weren't there. One that is almost a key (`MONITORING_ENABLE`) is
///   an error. Other variables of the prefix are the application's own. A value that is not UTF-8 is an error.
/// - A credential in the environment replaces the same one in the file, whether it is there itself or the name of a
///   file, and the credentials of the other kind.
///
/// An error names all keys and variables that are wrong, what they hold, and what to write. It never shows a password
/// or a token, and neither does `Debug`.
///
/// ```
/// let config: lowcard::Config = serde_json::from_str(r#"{ "path": "/internal/metrics", "max_in_flight": 4 }"#)?;
/// let config = config.with_env("MONITORING")?;
/// let monitoring = config.start(); // before any metric is touched
/// # assert!(monitoring.is_enabled());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// In code, its fields can be set:
///
/// ```
/// let mut config = lowcard::Config::default();
/// config.enabled = false;
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// Whether there are metrics at all.
    pub enabled: bool,
    /// Where [`Monitoring::router`] and the port of `listen` have them.
    pub path: String,
    /// A port of their own, which needs the feature `serve`.
    pub listen: Option<SocketAddr>,
    /// What those are told who ask for metrics while there are none.
    pub when_disabled: WhenDisabled,
    /// How many scrapes may be under way at once.
    pub max_in_flight: usize,
    /// How long an answer may take from the request to its last byte.
    pub time_limit: Duration,
    /// Whether counters and histograms have `_created` lines in OpenMetrics.
    pub created: bool,
    /// How hard gzip tries, from 1 to 9; 0 turns compression off.
    pub gzip_level: u32,
    /// The user who may scrape.
    pub username: Option<String>,
    /// A file with the name of the user.
    pub username_file: Option<PathBuf>,
    /// The password of the user.
    pub password: Option<String>,
    /// A file with the password.
    pub password_file: Option<PathBuf>,
    /// The token of those who may scrape.
    pub token: Option<String>,
    /// A file with the token.
    pub token_file: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        let Options { max_in_flight, time_limit, created, gzip_level, .. } = Options::DEFAULT;
        Self {
            enabled: true,
            path: path::DEFAULT.to_owned(),
            listen: None,
            when_disabled: WhenDisabled::default(),
            max_in_flight,
            time_limit,
            created,
            gzip_level,
            username: None,
            username_file: None,
            password: None,
            password_file: None,
            token: None,
            token_file: None,
        }
    }
}

impl Config {
    /// Whether a program can start with it: what a file or the environment says is checked when it is read, and this is
    /// about what was set in code, and about credentials that don't go together. Files are not read.
    ///
    /// [`with_env`](Self::with_env) does the same, and [`start`](Self::start) too, which logs what is wrong.
    ///
    /// # Errors
    ///
    /// All that is wrong. While metrics are disabled, credentials aren't looked at.
    ///
    /// ```
    /// let config: lowcard::Config = serde_json::from_str(r#"{ "username": "prometheus" }"#)?;
    /// let error = config.check().unwrap_err();
    /// assert!(error.to_string().starts_with("`username` is set without a password\n"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn check(&self) -> Result<(), ConfigError> {
        let mut mistakes = Mistakes::default();
        self.find_mistakes(None, &mut mistakes);
        mistakes.finish(())
    }

    fn find_mistakes(&self, variables: Option<Variables<'_>>, mistakes: &mut Mistakes) {
        if !path::is_routable(&self.path) {
            mistakes.add(format_args!("`path` is {:?}", self.path), format_args!("write {}", path::ALLOWED));
        }
        if self.enabled {
            Stated::find(self, variables, mistakes).find_mistakes(mistakes);
        }
    }
}

/// Without the password and the token.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("enabled", &self.enabled)
            .field("path", &self.path)
            .field("listen", &self.listen)
            .field("when_disabled", &self.when_disabled)
            .field("max_in_flight", &self.max_in_flight)
            .field("time_limit", &self.time_limit)
            .field("created", &self.created)
            .field("gzip_level", &self.gzip_level)
            .field("username", &self.username)
            .field("username_file", &self.username_file)
            .field("password_file", &self.password_file)
            .field("token_file", &self.token_file)
            .finish_non_exhaustive()
    }
}
