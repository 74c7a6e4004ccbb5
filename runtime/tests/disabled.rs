//! A process whose metrics are disabled from the start: what updates do, what scrapes see, and what else can be
//! started.
#![cfg(feature = "config")]
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

mod events;

use std::sync::LazyLock;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use lowcard::{
    Config, Counter, Endpoint, ExemplarLabels, Families, Format, Gauge, Histogram, Info, Interned, LabelSet,
    LabelValue, Metrics, Monitoring, Registry, WhenDisabled, metric,
};
use tower::ServiceExt;

/// Whichever test is first turns metrics off.
static OFF: LazyLock<Monitoring> = LazyLock::new(|| {
    let mut config = Config::default();
    config.enabled = false;
    config.start()
});

#[derive(Clone, Copy, LabelSet)]
struct Call {
    method: lowcard::Method,
    cached: bool,
}

#[derive(Clone, Copy, LabelValue)]
#[label(max = 3)]
struct Route(Interned);

#[derive(Clone, Copy, LabelSet)]
struct Visit {
    route: Route,
}

#[derive(LabelSet)]
#[labels(constant)]
struct Build {
    version: &'static str,
}

/// Calls.
#[metric]
static CALLS_TOTAL: Counter<Call>;

/// Calls that are under way.
#[metric]
static CALLS_RUNNING: Gauge;

/// Time to answer.
#[metric(buckets = [0.1, 1.0])]
static CALL_DURATION_SECONDS: Histogram<Call>;

/// The program's build.
#[metric]
static BUILD_INFO: Info<Build>;

/// What a function knows.
#[metric(from = never)]
static ASKED: Gauge;

fn never() -> i64 {
    unreachable!("nobody asks for it")
}

/// What a function knows of the program.
#[metric(from = never_a_host)]
static HOST_INFO: Info<Build>;

fn never_a_host() -> Build {
    unreachable!("nobody asks for it")
}

/// Every kind, bound to a registry.
#[derive(Metrics)]
struct Bound {
    /// Visits.
    visits_total: Counter<Visit>,
    /// Bytes.
    read_bytes_total: Counter<(), f64>,
    /// Visitors.
    visitors: Gauge<Visit>,
    /// The load.
    load_ratio: Gauge<(), f64>,
    /// Sizes.
    #[metric(buckets = [1.0, 8.0], unit = "bytes")]
    size_bytes: Histogram<Visit>,
    /// Times.
    #[metric(native)]
    visit_duration_seconds: Histogram,
    /// Visits, by all that was ever met.
    #[metric(max_series = 2)]
    capped_total: Counter<Visit>,
    /// The build.
    tool_info: Info<Build>,
}

struct NeverAsked;

impl ExemplarLabels for NeverAsked {
    fn each(self, _label: &mut dyn FnMut(&str, &str)) {
        unreachable!("there is nothing that it could be an example of")
    }
}

const CALL: Call = Call { method: lowcard::Method::Get, cached: true };

/// What every scrape of it shows, in all formats.
fn expositions(registry: &Registry) -> [Vec<u8>; 3] {
    [Format::Text, Format::OpenMetrics, Format::Protobuf].map(|format| {
        let mut bytes = Vec::new();
        registry.encode(format, &mut bytes).expect("a vector takes everything");
        bytes
    })
}

#[test]
fn static_metrics_do_nothing() {
    LazyLock::force(&OFF);
    for _ in 0..3 {
        CALLS_TOTAL.with(CALL).inc();
        CALLS_TOTAL.with(CALL).add(0);
        CALLS_TOTAL.with(CALL).inc_with_exemplar(NeverAsked);
        CALLS_RUNNING.set(7);
        let _running = CALLS_RUNNING.track();
        CALL_DURATION_SECONDS.with(CALL).observe(0.25);
        CALL_DURATION_SECONDS.with(CALL).observe(-1.0);
        CALL_DURATION_SECONDS.with(CALL).observe_with_exemplar(0.25, NeverAsked);
        drop(CALL_DURATION_SECONDS.with(CALL).start_timer());
        assert_eq!((CALLS_TOTAL.with(CALL).get(), CALLS_RUNNING.get()), (0, 0));
        let observed = CALL_DURATION_SECONDS.with(CALL).get();
        assert_eq!((observed.count, observed.sum.to_bits()), (0, 0));
    }
    assert!(lowcard::register_all().is_ok());
    assert_eq!(ASKED.get(), 0);
    assert_eq!(expositions(Registry::global()), [&b""[..], b"# EOF\n", b""]);
}

#[test]
fn metrics_of_a_registry_do_nothing() {
    LazyLock::force(&OFF);
    let registry = Registry::new();
    let bound = Bound::register(&registry).expect("a fresh registry");
    for route in ["/", "/a", "/b", "/c", "/d"] {
        let visit = Visit { route: route.into() };
        bound.visits_total.with(visit).inc();
        bound.capped_total.with(visit).inc();
        bound.visitors.with(visit).inc();
        bound.size_bytes.with(visit).observe(2.0);
        assert_eq!((bound.visits_total.with(visit).get(), bound.visitors.with(visit).get()), (0, 0));
        assert_eq!((bound.capped_total.with(visit).get(), bound.size_bytes.with(visit).get().count), (0, 0));
    }
    bound.read_bytes_total.add(2.5);
    bound.load_ratio.set(0.5);
    bound.visit_duration_seconds.observe(0.5);
    bound.visit_duration_seconds.observe_with_exemplar(0.5, NeverAsked);
    assert_eq!(bound.read_bytes_total.get().to_bits(), 0);
    assert_eq!(bound.load_ratio.get().to_bits(), 0);
    assert_eq!(bound.visit_duration_seconds.get().count, 0);
    assert_eq!(expositions(&registry), [&b""[..], b"# EOF\n", b""]);
}

#[test]
fn threads_that_come_and_go_leave_nothing() {
    LazyLock::force(&OFF);
    let registry = Registry::new();
    let bound = Bound::register(&registry).expect("a fresh registry");
    std::thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| (0..1_000).for_each(|_| bound.read_bytes_total.inc()));
        }
    });
    assert_eq!(bound.read_bytes_total.get().to_bits(), 0);
}

#[test]
fn an_info_tells_its_first_caller_from_the_others_as_ever() {
    LazyLock::force(&OFF);
    assert!(BUILD_INFO.set(Build { version: "1.2.3" }));
    assert!(!BUILD_INFO.set(Build { version: "9.9.9" }));
    assert!(!HOST_INFO.set(Build { version: "1.2.3" }));
    let bound = Bound::register(&Registry::new()).expect("a fresh registry");
    assert!(bound.tool_info.set(Build { version: "1.2.3" }));
}

#[test]
fn a_timer_still_measures() {
    LazyLock::force(&OFF);
    let timer = CALL_DURATION_SECONDS.with(CALL).start_timer();
    let start = std::time::Instant::now();
    while start.elapsed() < Duration::from_millis(1) {}
    assert!(timer.stop() >= Duration::from_millis(1));
}

#[test]
fn labels_with_a_cap_keep_no_values() {
    LazyLock::force(&OFF);
    let ordinals = ["x", "y", "z", "other"].map(|route| Route::from(route).ordinal());
    assert_eq!(ordinals, [3; 4]);
    assert_eq!(Route::text(0), "other");
    assert_eq!(Route::overflowed(), 0);
}

#[test]
fn what_is_refused_is_refused_all_the_same() {
    #[derive(Metrics)]
    struct Again {
        /// Something else.
        #[expect(dead_code, reason = "it is refused")]
        visitors: Gauge<(), f64>,
    }

    LazyLock::force(&OFF);
    let registry = Registry::new();
    Bound::register(&registry).expect("a fresh registry");
    Bound::register(&registry).expect("the same ones");
    assert!(Again::register(&registry).is_err());
    assert_eq!(registry.refused().len(), 1);
    assert_eq!(registry.encode_text(), "");
}

async fn ask(endpoint: Endpoint, method: Method) -> (StatusCode, String) {
    let request = Request::builder().method(method).uri("/metrics?name[]=x&y").body(Body::empty()).expect("a request");
    let answer = endpoint.oneshot(request).await.expect("infallible");
    let (head, body) = answer.into_parts();
    assert_eq!(head.headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    assert_eq!(head.headers[header::CACHE_CONTROL], "no-store");
    assert!(!head.headers.contains_key(header::WWW_AUTHENTICATE));
    let body = to_bytes(Body::new(body), usize::MAX).await.expect("a whole body");
    (head.status, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn the_endpoint_answers_as_configured_and_says_why() {
    LazyLock::force(&OFF);
    for (answer, status) in
        [(WhenDisabled::NotFound, StatusCode::NOT_FOUND), (WhenDisabled::Unavailable, StatusCode::SERVICE_UNAVAILABLE)]
    {
        let mut config = Config::default();
        (config.enabled, config.when_disabled) = (false, answer);
        // Nobody is asked for them, so that nobody has to mount them.
        config.token_file = Some("/there/is/no/such/file".into());
        let (monitoring, events) = events::of(|| config.start());
        assert!(!monitoring.is_enabled());
        assert!(events.is_empty(), "{events:?}");
        for method in [Method::GET, Method::HEAD, Method::POST] {
            let (found, body) = ask(monitoring.endpoint(), method).await;
            assert_eq!(found, status);
            assert_eq!(body, "Metrics are disabled: the configuration of this application says so.\n");
        }
    }
}

#[tokio::test]
async fn an_endpoint_that_nobody_configured_is_empty() {
    LazyLock::force(&OFF);
    let request = Request::builder().uri("/metrics").body(Body::empty()).expect("a request");
    let answer = Endpoint::new(Registry::global().clone()).oneshot(request).await.expect("infallible");
    assert_eq!(answer.status(), StatusCode::OK);
    let body = to_bytes(Body::new(answer.into_body()), usize::MAX).await.expect("a whole body");
    assert_eq!(body, "");
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn the_router_answers_as_configured() {
    let app: axum::Router = OFF.router();
    let request = Request::builder().uri("/metrics").body(Body::empty()).expect("a request");
    assert_eq!(app.oneshot(request).await.expect("infallible").status(), StatusCode::NOT_FOUND);
}

#[cfg(feature = "serve")]
#[test]
fn the_port_answers_as_configured() {
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpStream};

    LazyLock::force(&OFF);
    let mut config = Config::default();
    (config.enabled, config.listen) = (false, Some((Ipv4Addr::LOCALHOST, 0).into()));
    let monitoring = config.start();
    let address = monitoring.local_addr().expect("it listens");
    let ask = |method: &str| {
        let mut connection = TcpStream::connect(address).expect("it listens");
        write!(connection, "{method} /metrics HTTP/1.0\r\n\r\n").expect("it reads");
        let mut answer = String::new();
        connection.read_to_string(&mut answer).expect("it answers");
        answer
    };
    let (get, head) = (ask("GET"), ask("HEAD"));
    assert!(get.starts_with("HTTP/1.0 404 ") && get.contains("\r\n\r\nMetrics are disabled: "), "{get}");
    assert!(head.starts_with("HTTP/1.0 404 ") && head.ends_with("\r\n\r\n"), "{head}");

    // Another one at the same address has nothing to show, so that this is no error.
    let mut config = Config::default();
    (config.enabled, config.listen) = (false, Some(address));
    let (monitoring, events) = events::of(|| config.start());
    assert_eq!(monitoring.local_addr(), None);
    assert!(events.len() == 1 && events[0].starts_with("WARN metrics are disabled"), "{events:?}");
}

/// Starts what can't be, and returns what the one error says.
async fn not_started(change: impl FnOnce(&mut Config)) -> String {
    LazyLock::force(&OFF);
    let mut config = Config::default();
    config.when_disabled = WhenDisabled::NotFound;
    change(&mut config);
    let (monitoring, mut events) = events::of(|| config.start());
    assert!(!monitoring.is_enabled());
    assert_eq!(monitoring.path(), "/metrics");
    #[cfg(feature = "axum")]
    let _router: axum::Router = monitoring.router();
    let (status, body) = ask(monitoring.endpoint(), Method::GET).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(body, "Metrics are disabled: they could not be started, and the log of this application says why.\n");
    let event = events.pop().expect("one error");
    assert!(events.is_empty(), "one and no more: {events:?}");
    assert!(event.starts_with("ERROR metrics could not be started: the application runs on without them"), "{event}");
    event
}

#[tokio::test]
async fn what_cannot_be_started_is_one_error_and_a_503() {
    let file = std::env::temp_dir().join(format!("lowcard-secret-{}", std::process::id()));
    std::fs::write(&file, "\n").expect("a folder for temporary files");

    let missing = not_started(|config| config.token_file = Some("/there/is/no/such/file".into())).await;
    assert!(missing.contains("`token_file` is `/there/is/no/such/file`, which can't be read: "), "{missing}");
    let folder = not_started(|config| config.token_file = Some(std::env::temp_dir())).await;
    assert!(folder.contains("which can't be read: "), "{folder}");
    let empty = not_started(|config| config.token_file = Some(file.clone())).await;
    assert!(empty.contains("`token_file` can't be used: the bearer token is empty"), "{empty}");
    let alone = not_started(|config| config.username = Some("u".to_owned())).await;
    assert!(alone.contains("`username` is set without a password"), "{alone}");
    let pattern = not_started(|config| config.path = "/{all}".into()).await;
    assert!(pattern.contains("`path` is \"/{all}\""), "{pattern}");
    let again = not_started(|_| {}).await;
    assert!(again.contains("an earlier `Config::start` has turned metrics off"), "{again}");

    std::fs::write(&file, "hunter2 ".repeat(1 << 16)).expect("a folder for temporary files");
    let long = not_started(|config| config.token_file = Some(file.clone())).await;
    assert!(long.contains("which can't be read: it is longer than any secret"), "{long}");
    std::fs::write(&file, "hunter2 hunter2").expect("a folder for temporary files");
    let junk = not_started(|config| config.token_file = Some(file.clone())).await;
    assert!(junk.contains("`token_file` can't be used: ") && !junk.contains("hunter2"), "{junk}");
    let _gone = std::fs::remove_file(&file);
}

#[test]
fn collectors_are_never_asked() {
    LazyLock::force(&OFF);
    let registry = Registry::new();
    registry.attach("some", |_: &mut Families| unreachable!("nobody asks it")).expect("a fresh registry");
    assert_eq!(registry.encode_text(), "");
    assert!(registry.collector_errors().is_empty());
}

#[cfg(feature = "push")]
#[test]
fn nothing_is_pushed_or_left_behind() {
    use lowcard::{Pushgateway, Textfile};

    LazyLock::force(&OFF);
    let registry = Registry::new();
    let nobody = Pushgateway::new("http://127.0.0.1:1", "job").expect("a good url");
    nobody.put(&registry).expect("it does nothing");
    nobody.post(&registry).expect("it does nothing");
    let folder = tempfile::tempdir().expect("a folder of our own");
    let path = folder.path().join("job.prom");
    Textfile::new(&path).expect("a good path").write(&registry).expect("it does nothing");
    assert!(!path.exists());
}

#[cfg(feature = "dynamic")]
#[test]
fn metrics_that_are_met_at_run_time_do_nothing() {
    use lowcard::dynamic::{Metrics, Policy};

    LazyLock::force(&OFF);
    let registry = Registry::new();
    let metrics = Metrics::new(Policy::default());
    registry.attach("some", metrics.clone()).expect("a fresh registry");
    let visits = metrics.counter("visits_total", &[("route", "/")]);
    visits.add(3);
    metrics.histogram("size_bytes", &[]).observe(0.5);
    assert_eq!((visits.get(), registry.encode_text()), (0, String::new()));
}
