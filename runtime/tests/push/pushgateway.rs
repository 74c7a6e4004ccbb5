//! A real Pushgateway.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;

use lowcard::testing::Exposition;
use lowcard::{Counter, Credentials, Gauge, Histogram, Info, LabelSet, Metrics, Pushgateway, Registry};
use lowcard_servers::{self as servers, proto::Value};

use crate::child::{self, Ending};
use crate::fake::PATIENCE;

#[derive(Clone, Copy, LabelSet)]
struct Cached {
    cached: bool,
}

#[derive(LabelSet)]
#[labels(constant)]
struct Build {
    version: &'static str,
}

/// Every kind, with exemplars, times of creation and native buckets.
#[derive(Metrics)]
struct Everything {
    /// The program's build.
    build_info: Info<Build>,
    /// Calls, "quoted" \ and on.
    calls_total: Counter<Cached>,
    /// Time to answer a call.
    #[metric(buckets = [0.1, 1.0])]
    call_duration_seconds: Histogram,
    /// Sizes, in buckets of both kinds.
    #[metric(buckets = [10.0, 1000.0], native)]
    size_bytes: Histogram,
    /// How warm it is.
    temperature_celsius: Gauge<(), f64>,
}

#[derive(Metrics)]
struct Rows {
    /// Rows that were imported.
    rows_total: Counter,
}

fn rows(rows: u64) -> Registry {
    let registry = Registry::new();
    Rows::register(&registry).expect("a fresh registry").rows_total.add(rows);
    registry
}

fn everything() -> Registry {
    let registry = Registry::new();
    let metrics = Everything::register(&registry).expect("a fresh registry");
    metrics.build_info.set(Build { version: "1.2.3" });
    metrics.calls_total.with(Cached { cached: true }).add_with_exemplar(4, [("trace_id", "abc")]);
    metrics.call_duration_seconds.observe_with_exemplar(0.5, [("trace_id", "abc")]);
    metrics.size_bytes.observe(500.0);
    metrics.temperature_celsius.set(-1.5);
    registry
}

fn import(url: &str) -> Pushgateway {
    Pushgateway::new(url, "import").expect("a gateway").time_limit(PATIENCE)
}

/// What the gateway exposes of a series.
#[track_caller]
fn value(gateway: &servers::Pushgateway, series: &str) -> Option<f64> {
    Exposition::from_text(gateway.metrics()).expect("a valid exposition").value(series)
}

#[test]
#[ignore = "needs a Pushgateway: run by cargo xtask test"]
fn a_put_replaces_the_group_and_a_post_families_of_the_same_name() {
    let real = servers::Pushgateway::start();
    let gateway = import(&real.url());
    let series = |series: &str| value(&real, series);

    gateway.put(&everything()).expect("taken");
    assert_eq!(series(r#"app_calls_total{cached="true",instance="",job="import"}"#), Some(4.0));
    assert_eq!(series(r#"app_build_info{instance="",job="import",version="1.2.3"}"#), Some(1.0));
    assert_eq!(series(r#"app_temperature_celsius{instance="",job="import"}"#), Some(-1.5));
    assert_eq!(series(r#"app_size_bytes_count{instance="",job="import"}"#), Some(1.0));
    assert_eq!(series(r#"app_call_duration_seconds_bucket{instance="",job="import",le="1"}"#), Some(1.0));
    assert!(series(r#"push_time_seconds{instance="",job="import"}"#) > Some(1.7e9));
    assert_eq!(series(r#"push_failure_time_seconds{instance="",job="import"}"#), Some(0.0));

    let size = real.families().into_iter().find(|family| family.name == "app_size_bytes").expect("it was pushed");
    assert!(matches!(&size.metrics[0].value, Value::Histogram(histogram) if histogram.native.is_some()), "{size:?}");

    gateway.post(&rows(3)).expect("taken");
    assert_eq!(series(r#"app_rows_total{instance="",job="import"}"#), Some(3.0));
    assert_eq!(series(r#"app_temperature_celsius{instance="",job="import"}"#), Some(-1.5));
    gateway.post(&rows(4)).expect("taken");
    assert_eq!(series(r#"app_rows_total{instance="",job="import"}"#), Some(4.0));

    gateway.put(&rows(5)).expect("taken");
    assert_eq!(series(r#"app_rows_total{instance="",job="import"}"#), Some(5.0));
    assert_eq!(series(r#"app_temperature_celsius{instance="",job="import"}"#), None);

    gateway.put(&Registry::new()).expect("taken");
    assert_eq!(series(r#"app_rows_total{instance="",job="import"}"#), None);
    assert_eq!(real.groups().len(), 1);

    gateway.delete().expect("taken");
    assert_eq!(real.groups(), []);
    gateway.delete().expect("it is no error if there is none");
}

#[test]
#[ignore = "needs a Pushgateway: run by cargo xtask test"]
fn a_group_may_be_named_by_any_text() {
    let real = servers::Pushgateway::start();
    let values = ["eu", "a/b", "", "..", ".", "=", "Zürich 🦀 \"\\\n", "50% ?#&+", "//", "a@base64"];
    for job in values.into_iter().filter(|job| !job.is_empty()) {
        for value in values {
            let gateway = Pushgateway::new(&real.url(), job).expect("a job").time_limit(PATIENCE);
            gateway.grouping("place", value).expect("a label").put(&rows(1)).expect("taken");
            let expected = [("job", job), ("place", value)].map(|(name, value)| (name.to_owned(), value.to_owned()));
            let expected = BTreeMap::from(expected);
            assert!(real.groups().iter().any(|group| group.labels == expected), "{job:?} {value:?}");
        }
    }
    assert_eq!(real.groups().len(), 9 * 10);

    let stated = import(&real.url()).grouping("instance", "host:1").expect("a label");
    stated.put(&rows(2)).expect("taken");
    assert_eq!(value(&real, r#"app_rows_total{instance="host:1",job="import"}"#), Some(2.0));
    stated.delete().expect("taken");
    assert_eq!(real.groups().len(), 9 * 10);
}

#[test]
#[ignore = "needs a Pushgateway: run by cargo xtask test"]
fn credentials_open_a_gateway_that_asks_for_them() {
    let real = servers::Pushgateway::with_a_user();
    let (user, password) = servers::Pushgateway::user_and_password();
    let stranger = import(&real.url());
    let wrong = stranger.clone().credentials(Credentials::basic(user, "guess").expect("fit to be used"));
    for gateway in [&stranger, &wrong] {
        let error = gateway.put(&rows(1)).expect_err("not let in");
        assert_eq!(error.status(), Some(401));
        assert!(error.to_string().contains("\n  help: add the `.credentials(…)`"), "{error}");
    }
    assert_eq!(real.groups(), []);
    let known = stranger.credentials(Credentials::basic(user, password).expect("fit to be used"));
    known.put(&rows(1)).expect("let in");
    assert_eq!(real.groups().len(), 1);
}

#[test]
#[ignore = "needs a Pushgateway: run by cargo xtask test"]
fn what_the_gateway_does_not_take_is_told_in_its_words() {
    #[derive(Metrics)]
    struct Another {
        /// Rows that were imported, as a gauge.
        #[metric(name = "app_rows_total", allow("name/counter-total", reason = "what another program did"))]
        rows: Gauge,
    }
    let real = servers::Pushgateway::start();
    import(&real.url()).put(&rows(1)).expect("taken");
    let registry = Registry::new();
    Another::register(&registry).expect("a fresh registry").rows.set(1);
    let other = Pushgateway::new(&real.url(), "other").expect("a gateway").time_limit(PATIENCE);
    let error = other.put(&registry).expect_err("another type");
    assert_eq!(error.status(), Some(400));
    assert!(error.to_string().contains("\n  answer: ") && error.to_string().contains("app_rows_total"), "{error}");
    assert!(value(&real, r#"push_failure_time_seconds{instance="",job="other"}"#) > Some(1.7e9));
    assert!(real.groups().iter().any(|group| group.labels["job"] == "other" && !group.last_push_successful));
}

#[test]
#[ignore = "needs a Pushgateway: run by cargo xtask test"]
fn a_failed_job_keeps_the_time_of_the_last_success() {
    let real = servers::Pushgateway::start();
    let run = |ending| {
        child::spawn(ending, &real.url()).wait().expect("the process is ours");
        let of = |what: &str| format!("app_import_last_{what}_timestamp_seconds{{instance=\"\",job=\"import\"}}");
        [of("success"), of("failure")].map(|series| value(&real, &series))
    };
    let [success, failure] = run(Ending::Success);
    assert!(success > Some(1.7e9) && failure.is_none());
    let [kept, failure] = run(Ending::Panic);
    assert!(kept == success && failure >= success);
    let [later, failure] = run(Ending::Success);
    assert!(later >= success && failure.is_none());
}

#[test]
#[ignore = "needs a Pushgateway: run by cargo xtask test"]
fn a_job_succeeds_though_its_gateway_is_killed_in_mid_push_and_says_so_once() {
    let real = servers::Pushgateway::start();
    real.freeze();
    let relay = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", relay.local_addr().expect("a bound listener has an address"));
    let job = child::spawn(Ending::Success, &url);
    let killed = thread::spawn(move || {
        let address = real.address();
        let pushed = pass_on_the_start(&relay, address);
        drop(real);
        // The gateway's end is the end of this connection; to all others it is not there.
        drop(pushed);
        relay.incoming().take(2).for_each(drop);
    });
    let output = job.wait_with_output().expect("the process is ours");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(said.matches("WARN").count(), 1, "{said}");
    assert!(said.contains("the job's metrics are lost: PUT http://") && said.contains("tried: 3 times"), "{said}");
    killed.join().expect("the relay goes through");
}

/// Hands the first bytes of a push on to the gateway, which has stopped.
fn pass_on_the_start(relay: &TcpListener, gateway: SocketAddr) -> (TcpStream, TcpStream) {
    let (mut job, _) = relay.accept().expect("the job pushes");
    let mut start = [0; 16];
    job.read_exact(&mut start).expect("a request");
    let mut pushed = TcpStream::connect(gateway).expect("the system takes connections for it");
    pushed.write_all(&start).expect("and what is sent");
    assert!(start.starts_with(b"PUT /metrics/job"));
    job.shutdown(Shutdown::Read).expect("there is a connection");
    (job, pushed)
}
