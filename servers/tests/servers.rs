//! What this package tells of a target, held against a target whose answer is known to the byte.
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use lowcard_servers::{
    Exemplar, Health, Metadata, NativeBucket, NativeHistogram, Prometheus, Setup, Target, TemporalServer, http,
    promtool, proto, python,
};

/// How long anything may take that does happen.
const PATIENCE: Duration = Duration::from_secs(30);

const TEXT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";
const PROTOBUF_TYPE: &str =
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
const TEXT: &str = "\
# HELP app_jobs_total Jobs.
# TYPE app_jobs_total counter
app_jobs_total{queue=\"mail\"} 3
# HELP app_age_seconds Age.
# TYPE app_age_seconds gauge
app_age_seconds NaN 1600000000500
";
const OPENMETRICS: &str = "\
# TYPE app_wait_seconds histogram
# UNIT app_wait_seconds seconds
# HELP app_wait_seconds Wait.
app_wait_seconds_bucket{le=\"0.5\"} 1 # {trace_id=\"abc\"} 0.25 1600000000.5
app_wait_seconds_bucket{le=\"+Inf\"} 2
app_wait_seconds_sum 4.25
app_wait_seconds_count 2
# EOF
";
/// A family whose one histogram has native buckets of powers of two, with 0 once, 1.5 twice and 3 once in them, and a
/// classic one.
const PROTOBUF: &[&[u8]] = &[
    b"\x5c",                                                 // the family's length
    b"\x0a\x08app_size",                                     // name
    b"\x12\x05Size.",                                        // help
    b"\x18\x04",                                             // type: histogram
    b"\x22\x47\x3a\x45",                                     // the metric and in it the histogram, with their lengths
    b"\x08\x04",                                             // count
    b"\x11\x00\x00\x00\x00\x00\x00\x18\x40",                 // sum: 6
    b"\x1a\x0b\x08\x03\x11\x00\x00\x00\x00\x00\x00\x00\x40", // a classic bucket: 3 are up to 2
    b"\x28\x00",                                             // schema
    b"\x31\x00\x00\x00\x00\x00\x00\x50\x3f",                 // zero threshold: 2^-10
    b"\x38\x01",                                             // zero count
    b"\x62\x04\x08\x02\x10\x02",                             // a span of 2 buckets from index 1
    b"\x6a\x02\x04\x01",                                     // deltas: 2 and -1
    b"\x82\x01\x13",                                         // an exemplar, with its length
    b"\x0a\x06\x0a\x01t\x12\x01x",                           // its label
    b"\x11\x00\x00\x00\x00\x00\x00\x08\x40",                 // its value: 3
    b"\x1a\x00",                                             // its time: 1970
];

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_tells_samples_metadata_and_health() {
    tells_samples_metadata_and_health(&Setup::default());
}

#[test]
#[ignore = "needs Prometheus 3: run by cargo xtask test"]
fn prometheus_3_tells_samples_metadata_and_health() {
    tells_samples_metadata_and_health(&Setup::prometheus_3());
}

fn tells_samples_metadata_and_health(setup: &Setup) {
    let prometheus = setup.scraping(answering(TEXT_TYPE, TEXT), "/metrics");
    let stored = prometheus.wait_until("app_jobs_total", |stored| !stored.is_empty(), PATIENCE);
    assert_eq!(stored, python::parse(TEXT).swap_remove(0).samples);

    let target = prometheus.target().expect("a target that was scraped");
    assert_eq!((target.health, target.last_error.as_str()), (Health::Up, ""));
    let jobs = Metadata {
        family: "app_jobs_total".to_owned(),
        kind: "counter".to_owned(),
        help: "Jobs.".to_owned(),
        unit: String::new(),
    };
    assert!(prometheus.metadata().contains(&jobs), "{:?}", prometheus.metadata());
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_tells_why_a_scrape_failed() {
    let prometheus = Prometheus::scraping(answering(TEXT_TYPE, "not = a sample\n"), "/metrics");
    let down = |target: &Option<Target>| target.as_ref().is_some_and(|target| target.health == Health::Down);
    let target = prometheus.wait_for("the target", Prometheus::target, down, PATIENCE);
    assert_ne!(target.expect("it is down").last_error, "");
}

#[test]
#[ignore = "needs Prometheus 3: run by cargo xtask test"]
fn prometheus_3_refuses_a_target_without_a_content_type() {
    let prometheus = Setup::prometheus_3().scraping(answering("", TEXT), "/metrics");
    let down = |target: &Option<Target>| target.as_ref().is_some_and(|target| target.health == Health::Down);
    let target = prometheus.wait_for("the target", Prometheus::target, down, PATIENCE);
    assert!(target.expect("it is down").last_error.contains("Content-Type"));
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_sends_the_credentials_of_its_scrape_config() {
    let guarded = serving(|request| {
        let allowed = request.contains("Authorization: Bearer secret\r\n");
        let (status, body) = if allowed { ("200 OK", TEXT) } else { ("401 Unauthorized", "") };
        answer(status, TEXT_TYPE, body.as_bytes())
    });
    let setup = Setup::default().scrape_config("authorization:\n  credentials: secret");
    let prometheus = setup.scraping(guarded, "/metrics");
    prometheus.wait_until("app_jobs_total", |stored| !stored.is_empty(), PATIENCE);
    assert_eq!(http::get(guarded, "/metrics").status, 401);
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_keeps_exemplars_and_units_of_openmetrics() {
    keeps_exemplars_and_units_of_openmetrics(Setup::default());
}

#[test]
#[ignore = "needs Prometheus 3: run by cargo xtask test"]
fn prometheus_3_keeps_exemplars_and_units_of_openmetrics() {
    keeps_exemplars_and_units_of_openmetrics(Setup::prometheus_3());
}

fn keeps_exemplars_and_units_of_openmetrics(setup: Setup) {
    let target = answering("application/openmetrics-text; version=1.0.0; charset=utf-8", OPENMETRICS);
    let prometheus = setup.flag("--enable-feature=exemplar-storage").scraping(target, "/metrics");
    let exemplars = |prometheus: &Prometheus| prometheus.exemplars("app_wait_seconds_bucket");
    let stored = prometheus.wait_for("the exemplars", exemplars, |stored| !stored.is_empty(), PATIENCE);
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert_eq!(stored[0].name, "app_wait_seconds_bucket");
    assert_eq!(stored[0].labels, labels("le", "0.5"));
    assert_eq!(stored[0].exemplars, [wait_exemplar()]);
    let metadata = prometheus.metadata();
    assert!(metadata.iter().any(|known| known.family == "app_wait_seconds" && known.unit == "seconds"), "{metadata:?}");
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_keeps_native_histograms() {
    keeps_native_histograms(Setup::default());
}

#[test]
#[ignore = "needs Prometheus 3: run by cargo xtask test"]
fn prometheus_3_keeps_native_histograms_and_classic_ones_beside_them() {
    let prometheus =
        keeps_native_histograms(Setup::prometheus_3().scrape_config("always_scrape_classic_histograms: true"));
    let classic = prometheus.wait_until("app_size_bucket", |stored| !stored.is_empty(), PATIENCE);
    let bounds: BTreeMap<_, _> = classic.iter().map(|sample| (sample.labels["le"].as_str(), sample.value)).collect();
    assert_eq!(bounds, [("2.0", 3.0), ("+Inf", 4.0)].into());
}

fn keeps_native_histograms(setup: Setup) -> Prometheus {
    let target = serving(|_| answer("200 OK", PROTOBUF_TYPE, &PROTOBUF.concat()));
    let prometheus = setup.flag("--enable-feature=native-histograms").scraping(target, "/metrics");
    let sizes = |prometheus: &Prometheus| prometheus.native_histograms("app_size");
    let stored = prometheus.wait_for("app_size", sizes, |stored| !stored.is_empty(), PATIENCE);
    let bucket = |lower, upper, count| NativeBucket { lower, upper, count };
    let threshold = 1.0 / 1024.0;
    let expected = NativeHistogram {
        name: "app_size".to_owned(),
        labels: BTreeMap::new(),
        count: 4.0,
        sum: 6.0,
        buckets: vec![bucket(-threshold, threshold, 1.0), bucket(1.0, 2.0, 2.0), bucket(2.0, 4.0, 1.0)],
    };
    assert_eq!(stored, [expected]);
    prometheus
}

#[test]
fn the_protobuf_is_sound() {
    let families = proto::parse(&PROTOBUF.concat());
    assert_eq!((families.len(), families[0].name.as_str()), (1, "app_size"));
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn the_protobuf_of_prometheus_itself_is_read() {
    reads_the_protobuf_of(&Setup::default());
}

#[test]
#[ignore = "needs Prometheus 3: run by cargo xtask test"]
fn the_protobuf_of_prometheus_3_itself_is_read() {
    let families = reads_the_protobuf_of(&Setup::prometheus_3());
    let values = families.iter().flat_map(|family| &family.metrics).map(|metric| &metric.value);
    let native =
        values.filter(|value| matches!(value, proto::Value::Histogram(histogram) if histogram.native.is_some()));
    assert_ne!(native.count(), 0, "Prometheus 3 exposes native histograms of its own requests");
}

fn reads_the_protobuf_of(setup: &Setup) -> Vec<proto::Family> {
    let prometheus = setup.scraping(answering(TEXT_TYPE, TEXT), "/metrics");
    let request = http::Request::get(prometheus.address(), "/metrics").header("Accept", PROTOBUF_TYPE);
    let response = request.header("Accept-Encoding", "gzip").send();
    assert_eq!(response.header("content-encoding"), Some("gzip"));
    let families = proto::parse(&http::gunzip(&response.body));
    assert!(families.iter().any(|family| family.name == "prometheus_build_info"));
    families
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
#[should_panic(expected = "`no_such` is still")]
fn waiting_for_what_never_comes_fails() {
    let prometheus = Prometheus::scraping(answering(TEXT_TYPE, TEXT), "/metrics");
    prometheus.wait_until("no_such", |stored| !stored.is_empty(), Duration::ZERO);
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
#[should_panic(expected = "refuses to start")]
fn a_scrape_config_that_prometheus_does_not_know_fails_at_once() {
    Setup::default().scrape_config("no_such: true").scraping(answering(TEXT_TYPE, TEXT), "/metrics");
}

#[test]
#[ignore = "needs prometheus_client: run by cargo xtask test"]
fn python_reads_text() {
    let families = python::parse(TEXT);
    let kinds: Vec<_> = families.iter().map(|family| (family.name.as_str(), family.kind.as_str())).collect();
    assert_eq!(kinds, [("app_jobs", "counter"), ("app_age_seconds", "gauge")]);
    assert_eq!(families[0].samples[0].labels, labels("queue", "mail"));
    let age = &families[1].samples[0];
    assert!(age.value.is_nan());
    assert_eq!(age.timestamp, Some(1_600_000_000.5));
}

#[test]
#[ignore = "needs prometheus_client: run by cargo xtask test"]
fn python_reads_openmetrics() {
    let families = python::parse_openmetrics(OPENMETRICS);
    let [family] = families.as_slice() else { panic!("one family is more or less than {families:?}") };
    let described = (family.name.as_str(), family.kind.as_str(), family.help.as_str(), family.unit.as_str());
    assert_eq!(described, ("app_wait_seconds", "histogram", "Wait.", "seconds"));
    assert_eq!(family.samples[0].exemplar, Some(wait_exemplar()));
    assert_eq!(family.samples[1].exemplar, None);
}

#[test]
#[ignore = "needs prometheus_client: run by cargo xtask test"]
#[should_panic(expected = "Missing # EOF")]
fn python_refuses_text_as_openmetrics() {
    python::parse_openmetrics("# TYPE app_jobs counter\napp_jobs_total 1\n");
}

#[test]
#[ignore = "needs promtool: run by cargo xtask test"]
fn promtool_says_what_it_does_not_like() {
    let said = promtool::check_metrics("app_jobs_total 3\n").expect_err("there is no help");
    assert!(said.contains("no help text"), "{said}");
    assert_eq!(promtool::lint("app_jobs_total 3\n"), Ok(vec![said]));
    assert!(promtool::lint("app_jobs_total three\n").is_err(), "that can't be read");
}

#[test]
#[ignore = "needs Temporal: run by cargo xtask test"]
fn a_temporal_server_is_gone_when_it_is_dropped() {
    let server = TemporalServer::start();
    let address = server.address();
    assert!(TcpStream::connect(address).is_ok());
    drop(server);
    assert!(TcpStream::connect(address).is_err());
}

fn wait_exemplar() -> Exemplar {
    Exemplar { labels: labels("trace_id", "abc"), value: 0.25, timestamp: Some(1_600_000_000.5) }
}

fn labels(name: &str, value: &str) -> BTreeMap<String, String> {
    [(name.to_owned(), value.to_owned())].into()
}

/// A target that gives everyone the same answer, until the tests end.
fn answering(content_type: &'static str, body: &'static str) -> SocketAddr {
    serving(move |_| answer("200 OK", content_type, body.as_bytes()))
}

/// A target that answers as `respond` does to the head of a request.
fn serving(respond: impl Fn(&str) -> Vec<u8> + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("a bound listener has an address");
    thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            // A client that went away has its own test to fail.
            let _ = connection.write_all(&respond(&head(&connection)));
        }
    });
    address
}

/// What a request says before its body, of which there is none here.
fn head(connection: &TcpStream) -> String {
    let lines = BufReader::new(connection).lines().map_while(Result::ok);
    lines.take_while(|line| !line.is_empty()).map(|line| line + "\r\n").collect()
}

fn answer(status: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let content_type =
        if content_type.is_empty() { String::new() } else { format!("Content-Type: {content_type}\r\n") };
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{content_type}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}
