//! What a push makes of whatever a gateway does.

use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use lowcard::{
    Counter, Credentials, Gauge, LabelSet, LabelValue, Metrics, PushError, PushMethod, Pushgateway, Registry,
};

use crate::fake::{Fake, OK, PATIENCE, Reaction};

#[derive(Clone, Copy, LabelValue)]
enum Region {
    Eu,
}

#[derive(Clone, Copy, LabelSet)]
struct Place {
    region: Region,
}

#[derive(Metrics)]
struct Regional {
    /// Rows by region.
    regional_rows_total: Counter<Place>,
}

#[derive(Metrics)]
struct Rows {
    /// Rows that were imported.
    rows_total: Counter,
}

#[derive(Metrics)]
#[expect(dead_code, reason = "it is only scraped")]
pub(crate) struct Stuck {
    /// A value that never comes.
    #[metric(from = never)]
    stuck: Gauge,
}

fn never() -> i64 {
    loop {
        thread::park();
    }
}

fn rows() -> Registry {
    let registry = Registry::new();
    Rows::register(&registry).expect("a fresh registry").rows_total.add(3);
    registry
}

fn gateway(url: &str) -> Pushgateway {
    Pushgateway::new(url, "import").expect("a gateway").time_limit(PATIENCE)
}

/// Why a put into a gateway that reacts so failed.
#[track_caller]
fn error(reaction: Reaction) -> PushError {
    let fake = Fake::reacting(vec![reaction]);
    gateway(&fake.url()).retries(0).put(&rows()).expect_err("a failure")
}

#[test]
fn a_push_says_what_it_is() {
    let fake = Fake::reacting(vec![OK]);
    let gateway = gateway(&format!("{}/prefix/", fake.url())).grouping("region", "e/u").expect("a label");
    gateway.put(&rows()).expect("taken");
    let put = fake.request();
    assert_eq!(put.line, "PUT /prefix/metrics/job/import/region@base64/ZS91");
    assert_eq!(
        put.header("content-type"),
        Some("application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited")
    );
    assert!(put.header("user-agent").is_some_and(|agent| agent.starts_with("lowcard/")));
    assert_eq!(put.header("authorization"), None);
    assert_eq!(put.families(), ["app_rows_total"]);

    gateway.post(&Registry::new()).expect("taken");
    let post = fake.request();
    assert_eq!((post.line.split(' ').next(), post.body.len()), (Some("POST"), 0));

    gateway.delete().expect("taken");
    let delete = fake.request();
    assert_eq!((delete.line.split(' ').next(), delete.body.len()), (Some("DELETE"), 0));
}

#[test]
fn credentials_are_shown_and_never_printed() {
    let fake = Fake::reacting(vec![OK]);
    let basic = gateway(&fake.url()).credentials(Credentials::basic("ada", "s3cret").expect("fit to be used"));
    basic.delete().expect("taken");
    assert_eq!(fake.request().header("authorization"), Some("Basic YWRhOnMzY3JldA=="));
    let bearer = gateway(&fake.url()).credentials(Credentials::bearer("t0ken").expect("fit to be used"));
    bearer.delete().expect("taken");
    assert_eq!(fake.request().header("authorization"), Some("Bearer t0ken"));
    assert!(!format!("{basic:?}{bearer:?}").contains("YWRh") && !format!("{bearer:?}").contains("t0ken"));
    let request = basic.request(PushMethod::Put, &rows()).expect("a request");
    assert!(!format!("{request:?}").contains("YWRh"));
}

#[test]
fn what_a_gateway_does_not_like_is_told_and_not_tried_again() {
    let fake = Fake::reacting(vec![Reaction::Send(concat!(
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
        "pushed metrics are invalid\r\n\r\n  second\u{1b}[31m line\nthird\nfourth\n",
    ))]);
    let error = gateway(&fake.url()).put(&rows()).expect_err("a refusal");
    assert_eq!(error.status(), Some(400));
    let expected = format!(
        "PUT {}/metrics/job/import failed: the answer is 400 Bad Request\n  \
         answer: pushed metrics are invalid\n  answer: second\u{fffd}[31m line\n  answer: third\n  help: ",
        fake.url()
    );
    assert!(error.to_string().starts_with(&expected), "{error}");
    assert_eq!(fake.request().families(), ["app_rows_total"]);
    assert_eq!(fake.more(), 0);
}

#[test]
fn an_endless_answer_is_cut() {
    let endless = concat!("HTTP/1.1 400 Bad Request\r\nContent-Length: 99999999\r\n\r\n", "aaaaaaaaaaaaaaaa");
    let error = error(Reaction::Send(endless));
    assert_eq!(error.status(), Some(400));
    assert!(error.to_string().contains("\n  answer: aaaaaaaaaaaaaaaa\n"), "{error}");
}

#[test]
fn a_long_line_is_cut() {
    let long: &'static str = Box::leak(format!("HTTP/1.1 400 No\r\n\r\n{}", "é".repeat(100_000)).into_boxed_str());
    let shown = error(Reaction::Send(long)).to_string();
    assert!(shown.len() < 2_000, "{} bytes", shown.len());
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    let fake = Fake::reacting(vec![
        Reaction::Send("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
        OK,
    ]);
    let error = gateway(&fake.url()).put(&rows()).expect_err("a redirect").to_string();
    assert!(
        error.contains("failed: the answer is 307 Temporary Redirect, to /elsewhere\n  help: give the url"),
        "{error}"
    );
    fake.request();
    assert_eq!(fake.more(), 0);
}

#[test]
fn what_may_pass_is_tried_again() {
    let unavailable = || Reaction::Send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    let fake = Fake::reacting(vec![unavailable(), Reaction::Close, OK]);
    gateway(&fake.url()).put(&rows()).expect("taken in the end");
    let lines = [fake.request().line, fake.request().line, fake.request().line];
    assert_eq!(lines, ["PUT /metrics/job/import"; 3]);

    let fake = Fake::reacting(vec![unavailable()]);
    let error = gateway(&fake.url()).retries(1).put(&rows()).expect_err("a failure");
    assert_eq!(error.status(), Some(503));
    assert!(error.to_string().contains("503 Service Unavailable\n  tried: 2 times\n  help: "), "{error}");
    fake.request();
    assert_eq!(fake.more(), 1);
}

#[test]
fn nobody_there_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("a bound listener has an address");
    drop(listener);
    let error = gateway(&format!("http://{address}")).retries(1).delete().expect_err("nobody").to_string();
    assert!(
        error.starts_with(&format!("DELETE http://{address}/metrics/job/import failed: there was no answer (")),
        "{error}"
    );
    assert!(error.contains("\n  tried: 2 times\n  help: see whether the gateway runs"), "{error}");
}

#[test]
fn a_name_that_does_not_resolve_is_told() {
    let error = gateway("http://nowhere.invalid:9091").retries(0).put(&rows()).expect_err("no such name").to_string();
    assert!(error.starts_with("PUT http://nowhere.invalid:9091/metrics/job/import failed: "), "{error}");
    assert!(error.contains("\n  help: "), "{error}");
}

#[test]
fn what_is_no_http_is_told() {
    for answer in ["", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 99999 x\r\n\r\n", "\0\0\0\0"] {
        let error = error(Reaction::Send(answer));
        assert_eq!(error.status(), None, "{answer:?}");
        assert!(error.to_string().contains("failed: there was no answer ("), "{answer:?} {error}");
    }
}

#[test]
fn the_time_limit_holds_whatever_takes_the_time() {
    let limit = Duration::from_millis(200);
    let silent = Fake::reacting(vec![Reaction::Hang]);
    // A listener that nobody accepts from; the system takes connections in its place.
    let deaf = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let deaf_url = format!("http://{}", deaf.local_addr().expect("a bound listener has an address"));
    let stuck = Registry::new();
    Stuck::register(&stuck).expect("a fresh registry");
    let taking = Fake::reacting(vec![OK]);
    for (url, registry) in [(silent.url(), rows()), (deaf_url, rows()), (taking.url(), stuck)] {
        let error = gateway(&url).time_limit(limit).retries(u32::MAX).put(&registry).expect_err("no time").to_string();
        assert!(error.contains(" failed: it was not done within 200ms\n  help: "), "{error}");
    }
    let error = gateway(&taking.url()).time_limit(Duration::ZERO).put(&rows()).expect_err("no time");
    assert!(error.to_string().contains("within 0ns"), "{error}");
    gateway(&taking.url()).time_limit(Duration::MAX).put(&rows()).expect("time enough");
}

#[test]
fn tls_is_for_another_client() {
    let secure = gateway("https://pushgateway.invalid");
    let error = secure.put(&rows()).expect_err("no TLS").to_string();
    assert!(error.contains("failed: TLS is not built in\n  help: "), "{error}");
    let request = secure.request(PushMethod::Put, &rows()).expect("a request");
    assert_eq!(request.uri(), "https://pushgateway.invalid/metrics/job/import");
    assert_eq!(request.method().as_str(), "PUT");
    assert!(!request.body().is_empty());
}

#[test]
fn labels_of_metric_and_group_are_kept_apart() {
    let registry = Registry::new();
    let regional = Regional::register(&registry).expect("a fresh registry");
    regional.regional_rows_total.with(Place { region: Region::Eu }).inc();
    let gateway = gateway("http://127.0.0.1:9").grouping("region", "us").expect("a label");
    let error = gateway.post(&registry).expect_err("a label twice").to_string();
    assert!(error.contains("failed: `app_regional_rows_total` has the label `region`, "), "{error}");
}
