//! What a scraper gets from the endpoint, and what those get who would harm it.
#![cfg(feature = "endpoint")]
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, header};
use lowcard::{
    Counter, Credentials, Endpoint, Families, Format, Gauge, Histogram, Interned, LabelSet, LabelValue, Metrics,
    Registry, ScrapeBody,
};
use tower::{Service, ServiceExt};

#[derive(Clone, Copy, LabelSet)]
struct Call {
    method: lowcard::Method,
    cached: bool,
}

#[derive(Metrics)]
struct Served {
    /// Calls that were answered.
    calls_total: Counter<Call>,
    /// Time to answer a call.
    #[metric(buckets = [0.1, 1.0])]
    call_duration_seconds: Histogram,
    /// Sizes of "answers",\nin bytes.
    #[metric(native)]
    answer_size_bytes: Histogram,
}

fn service() -> (Registry, Served) {
    let registry = Registry::new();
    let metrics = Served::register(&registry).expect("a fresh registry");
    metrics.calls_total.with(Call { method: lowcard::Method::Get, cached: true }).add(3);
    metrics.call_duration_seconds.observe(0.5);
    metrics.answer_size_bytes.observe(1_500.0);
    (registry, metrics)
}

fn endpoint() -> Endpoint {
    Endpoint::new(service().0)
}

fn get(uri: &str) -> Request<Body> {
    Request::builder().uri(uri).body(Body::empty()).expect("a valid request")
}

fn get_with(name: header::HeaderName, value: &str) -> Request<Body> {
    Request::builder().uri("/metrics").header(name, value).body(Body::empty()).expect("a valid request")
}

async fn answer(endpoint: &Endpoint, request: Request<Body>) -> Response<ScrapeBody> {
    endpoint.clone().oneshot(request).await.expect("infallible")
}

/// The status, headers and body.
async fn whole(endpoint: &Endpoint, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let (head, body) = answer(endpoint, request).await.into_parts();
    let body = to_bytes(Body::new(body), usize::MAX).await.expect("a whole body");
    (head.status, head.headers, body.into())
}

async fn text(endpoint: &Endpoint, request: Request<Body>) -> String {
    String::from_utf8(whole(endpoint, request).await.2).expect("UTF-8")
}

/// Waits for what happens on another thread.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !holds().await {
        assert!(Instant::now() < end, "{what} did not come to pass");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn each_format_is_answered_as_it_is_asked_for() {
    let formats = [
        ("text/plain", Format::Text.content_type(), "\n# TYPE app_calls_total counter\n"),
        ("application/openmetrics-text", Format::OpenMetrics.content_type(), "# TYPE app_calls counter\n# HELP"),
        (Format::Protobuf.content_type(), Format::Protobuf.content_type(), "app_calls_total"),
    ];
    for (accept, content_type, excerpt) in formats {
        let (status, headers, body) = whole(&endpoint(), get_with(header::ACCEPT, accept)).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers[header::CONTENT_TYPE], content_type);
        assert_eq!(headers[header::VARY], "accept, accept-encoding");
        assert!(!headers.contains_key(header::CONTENT_ENCODING));
        assert!(String::from_utf8_lossy(&body).contains(excerpt), "{content_type}");
    }
}

#[tokio::test]
async fn gzip_is_used_where_it_is_offered_and_holds_the_same() {
    let endpoint = endpoint();
    let plain = text(&endpoint, get("/metrics?name[]=app_calls")).await;
    let mut request = get("/metrics?name[]=app_calls");
    request.headers_mut().insert(header::ACCEPT_ENCODING, header::HeaderValue::from_static("gzip"));
    let (_, headers, body) = whole(&endpoint, request).await;
    assert_eq!(headers[header::CONTENT_ENCODING], "gzip");
    assert_eq!(String::from_utf8(lowcard_servers::http::gunzip(&body)).expect("UTF-8"), plain);

    let identity = whole(&endpoint.gzip_level(0), get_with(header::ACCEPT_ENCODING, "gzip")).await;
    assert!(!identity.1.contains_key(header::CONTENT_ENCODING));
}

#[cfg(feature = "testing")]
#[tokio::test]
async fn times_of_creation_are_last_in_their_metric_and_only_there_when_asked_for() {
    use lowcard::testing::Exposition;

    let endpoint = endpoint();
    let request = || get_with(header::ACCEPT, "application/openmetrics-text");
    assert!(!text(&endpoint, request()).await.contains("_created"));
    let text = text(&endpoint.created(true), request()).await;
    let exposition = Exposition::from_openmetrics(&text).expect("they are where the format has them");
    let series = ["app_calls_created{method=\"GET\",cached=\"true\"}", "app_call_duration_seconds_created"];
    for series in series {
        assert!(exposition.value(series).is_some_and(|created| created > 1.7e9), "{series}\n{text}");
    }
    let mut after =
        text.lines().skip_while(|line| !line.starts_with("app_calls_total{method=\"GET\",cached=\"true\"}"));
    assert!(
        after.nth(1).is_some_and(|line| line.starts_with("app_calls_created{method=\"GET\",cached=\"true\"}")),
        "{text}"
    );
}

#[tokio::test]
async fn a_head_is_answered_like_a_get_without_a_body() {
    let request = |method| {
        let builder = Request::builder().method(method).uri("/metrics").header(header::ACCEPT_ENCODING, "gzip");
        builder.body(Body::empty()).expect("a valid request")
    };
    let endpoint = endpoint();
    let (status, headers, body) = whole(&endpoint, request(Method::HEAD)).await;
    assert_eq!((status, body.len()), (StatusCode::OK, 0));
    assert_eq!(headers, whole(&endpoint, request(Method::GET)).await.1);
}

#[tokio::test]
async fn other_methods_are_told_which_are_allowed() {
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH] {
        let request = Request::builder().method(method).uri("/metrics").body(Body::from("x")).expect("a request");
        let (status, headers, body) = whole(&endpoint(), request).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(headers[header::ALLOW], "GET, HEAD");
        assert!(!body.is_empty());
    }
}

#[tokio::test]
async fn families_are_found_by_any_of_their_names() {
    let endpoint = endpoint();
    for name in ["app_calls_total", "app_calls"] {
        let text = text(&endpoint, get(&format!("/metrics?name[]={name}"))).await;
        assert!(text.starts_with("# HELP app_calls_total ") && !text.contains("seconds"), "{text}");
    }
    let both = text(&endpoint, get("/metrics?name%5B%5D=app_calls&name[]=app_call_duration_seconds_bucket")).await;
    assert_eq!(both.matches("# TYPE").count(), 2, "{both}");
    assert_eq!(text(&endpoint, get("/metrics?name[]=app_unheard_of")).await, "");
    assert_eq!(
        text(&endpoint, get_with(header::ACCEPT, "application/openmetrics-text")).await.matches("# EOF").count(),
        1
    );
    let many = format!("/metrics?{}", "a&".repeat(2_000));
    let (status, _, body) = whole(&endpoint, get(&many)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(String::from_utf8_lossy(&body).contains("1024"), "{body:?}");
}

#[tokio::test]
async fn strangers_are_refused_and_told_what_to_bring() {
    let endpoint = endpoint().credentials(Credentials::basic("scraper", "s3cret").expect("fit to be used"));
    let (status, headers, body) = whole(&endpoint, get("/metrics")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(headers[header::WWW_AUTHENTICATE], "Basic realm=\"metrics\", charset=\"UTF-8\"");
    assert!(!String::from_utf8_lossy(&body).contains("app_"));
    let known = get_with(header::AUTHORIZATION, "Basic c2NyYXBlcjpzM2NyZXQ=");
    assert_eq!(whole(&endpoint, known).await.0, StatusCode::OK);
}

#[tokio::test]
async fn scrapes_beyond_the_limit_are_told_to_come_back() {
    let endpoint = endpoint().max_in_flight(2);
    let first = answer(&endpoint, get("/metrics")).await;
    let _second = answer(&endpoint, get("/metrics")).await;
    let (status, headers, body) = whole(&endpoint, get("/metrics")).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(headers[header::RETRY_AFTER], "1");
    assert!(String::from_utf8_lossy(&body).starts_with("2 scrapes"), "{body:?}");
    drop(first);
    assert_eq!(whole(&endpoint, get("/metrics")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_scrape_whose_time_is_over_is_cut_off_and_makes_room() {
    let endpoint = endpoint().max_in_flight(1);
    let stuck = answer(&endpoint.clone().time_limit(Duration::from_millis(50)), get("/metrics")).await;
    until("room", async || whole(&endpoint, get("/metrics")).await.0 == StatusCode::OK).await;
    let cut_off = to_bytes(Body::new(stuck.into_body()), usize::MAX).await;
    assert!(cut_off.is_err(), "what came of it would be taken for the whole");
    let metrics = text(&endpoint, get("/metrics")).await;
    assert!(metrics.contains("\nlowcard_scrapes_aborted_total 1\n"), "{metrics}");
}

#[tokio::test]
async fn a_limit_that_no_clock_reaches_is_a_long_one() {
    let endpoint = endpoint().time_limit(Duration::MAX);
    assert_eq!(whole(&endpoint, get("/metrics")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_scrapers_own_time_limit_holds() {
    let endpoint = endpoint().max_in_flight(1);
    let request = get_with(header::HeaderName::from_static("x-prometheus-scrape-timeout-seconds"), "0.05");
    let _stuck = answer(&endpoint, request).await;
    until("room", async || whole(&endpoint, get("/metrics")).await.0 == StatusCode::OK).await;
}

/// What holds a function up until the test lets it go.
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    const fn closed() -> Self {
        Self { is_open: Mutex::new(false), opened: Condvar::new() }
    }

    fn open(&self) {
        *self.is_open.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let is_open = self.is_open.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.opened.wait_while(is_open, |is_open| !*is_open));
    }
}

/// Functions that metrics are read from. Each test has its own, as they are the process's.
mod functions {
    use super::{AtomicUsize, Gate, Ordering};

    pub(super) static CALLED: AtomicUsize = AtomicUsize::new(0);
    pub(super) static SHARED: Gate = Gate::closed();
    pub(super) static BLOCKED: Gate = Gate::closed();

    pub(super) fn called() -> i64 {
        SHARED.pass();
        CALLED.fetch_add(1, Ordering::SeqCst);
        7
    }

    pub(super) fn blocked() -> i64 {
        BLOCKED.pass();
        1
    }

    pub(super) fn panics() -> i64 {
        panic!("a secret in the message")
    }

    pub(super) fn fine() -> i64 {
        2
    }
}

#[derive(Metrics)]
#[expect(dead_code, reason = "they are read from functions")]
struct Shared {
    /// What is asked once.
    #[metric(from = functions::called)]
    asked: Gauge,
}

#[tokio::test]
async fn scrapes_that_come_together_share_one_gather() {
    let registry = Registry::new();
    Shared::register(&registry).expect("a fresh registry");
    let mut endpoint = Endpoint::new(registry);
    let mut waiting: Vec<_> = (0..8).map(|_| Box::pin(endpoint.call(get("/metrics")))).collect();
    for scrape in &mut waiting {
        assert!(pin!(scrape).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    functions::SHARED.open();
    for scrape in waiting {
        let body = scrape.await.expect("infallible").into_body();
        let body = to_bytes(Body::new(body), usize::MAX).await.expect("a whole body");
        assert!(String::from_utf8_lossy(&body).contains("app_asked 7\n"));
    }
    assert_eq!(functions::CALLED.load(Ordering::SeqCst), 1);
}

#[derive(Metrics)]
#[expect(dead_code, reason = "they are read from functions")]
struct Failing {
    /// Blocks.
    #[metric(from = functions::blocked)]
    blocked: Gauge,
    /// Panics.
    #[metric(from = functions::panics)]
    broken: Gauge,
    /// Does neither.
    #[metric(from = functions::fine)]
    fine: Gauge,
}

#[tokio::test]
async fn functions_that_block_or_panic_are_left_out_and_counted() {
    let registry = Registry::new();
    Failing::register(&registry).expect("a fresh registry");
    // An eighth of this is what the first function may take; printing the panic of another takes its time, too.
    let endpoint = Endpoint::new(registry).time_limit(Duration::from_secs(32));
    for _ in 0..2 {
        let text = text(&endpoint, get("/metrics")).await;
        assert!(text.contains("\napp_fine 2\n"), "{text}");
        assert!(!text.contains("\napp_blocked ") && !text.contains("\napp_broken "), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
    let counted = text(&endpoint, get("/metrics?name[]=lowcard_collector_errors_total")).await;
    for line in ["{collector=\"app_blocked\",cause=\"timeout\"} 3", "{collector=\"app_broken\",cause=\"panic\"} 3"] {
        assert!(counted.contains(&format!("\nlowcard_collector_errors_total{line}\n")), "{counted}");
    }
    functions::BLOCKED.open();
    until("the value", async || text(&endpoint, get("/metrics")).await.contains("\napp_blocked 1\n")).await;
}

#[tokio::test]
async fn collectors_that_block_or_panic_are_left_out_and_counted() {
    static HELD: Gate = Gate::closed();
    let registry = Registry::new();
    let fine = |families: &mut Families| {
        families.gauge("app_fine", "Fine.").series(&[], 2);
    };
    let blocked = |families: &mut Families| {
        families.gauge("app_blocked", "Blocks.").series(&[], 1);
        HELD.pass();
    };
    registry.attach("blocked", blocked).expect("a fresh registry");
    registry.attach("broken", |_: &mut Families| panic!("a secret in the message")).expect("another name");
    registry.attach("fine", fine).expect("another name");
    let endpoint = Endpoint::new(registry.clone()).time_limit(Duration::from_secs(32));
    for _ in 0..2 {
        let text = text(&endpoint, get("/metrics")).await;
        assert!(text.contains("\napp_fine 2\n"), "{text}");
        assert!(!text.contains("\napp_blocked ") && !text.contains("secret"), "{text}");
    }
    let counted = text(&endpoint, get("/metrics?name[]=lowcard_collector_errors_total")).await;
    for line in ["{collector=\"blocked\",cause=\"timeout\"} 3", "{collector=\"broken\",cause=\"panic\"} 3"] {
        assert!(counted.contains(&format!("\nlowcard_collector_errors_total{line}\n")), "{counted}");
    }
    let errors: Vec<_> = registry.collector_errors().iter().map(ToString::to_string).collect();
    let expected = [
        "collector `blocked`: it did not return in time, and was left out",
        "collector `broken`: it panicked, and was left out",
    ];
    assert_eq!(errors, expected);
    HELD.open();
    until("the value", async || text(&endpoint, get("/metrics")).await.contains("\napp_blocked 1\n")).await;
    let one = text(&endpoint, get("/metrics?name[]=app_fine")).await;
    assert_eq!(one, "# HELP app_fine Fine.\n# TYPE app_fine gauge\napp_fine 2\n");
}

#[tokio::test]
async fn the_endpoint_measures_itself() {
    let endpoint = endpoint();
    let first = whole(&endpoint, get("/metrics")).await.2;
    drop(answer(&endpoint, get("/metrics")).await);
    let _refused = whole(&endpoint, get(&format!("/metrics?{}", "a&".repeat(2_000)))).await;
    let text = text(&endpoint, get("/metrics")).await;
    let lines = [
        "lowcard_scrapes_total{status=\"200\"} 2".to_owned(),
        "lowcard_scrapes_total{status=\"400\"} 1".to_owned(),
        "lowcard_scrapes_aborted_total 1".to_owned(),
        "lowcard_scrape_duration_seconds_count 2".to_owned(),
        format!("lowcard_scrape_sent_bytes_total {}", first.len()),
    ];
    for line in lines {
        assert!(text.contains(&format!("\n{line}\n")), "{line}\n{text}");
    }
    let samples = text.lines().filter(|line| !line.starts_with('#')).count();
    let series = text.lines().find_map(|line| line.strip_prefix("lowcard_scrape_series ")?.parse::<usize>().ok());
    // A native histogram is one more series, which the text can't show. The gauge is that of the scrape before.
    assert!(series.is_some_and(|series| series.abs_diff(samples + 1) <= 1), "{series:?} of {samples}\n{text}");
}

#[derive(LabelValue)]
#[label(max = 1000)]
struct Item(Interned);

#[derive(LabelSet)]
struct Sold {
    item: Item,
}

#[derive(Metrics)]
struct Shop {
    /// Items that were sold.
    sold_total: Counter<Sold>,
    /// Prices.
    #[metric(buckets = [1.0], unit = "euros")]
    price_euros: Histogram<Sold>,
}

#[tokio::test]
async fn an_answer_of_many_chunks_is_whole_in_every_format() {
    let registry = Registry::new();
    let shop = Shop::register(&registry).expect("a fresh registry");
    for item in 0..1_000 {
        let item = format!(
            "an item with a name that is longer than those of most items, which makes the answer longer, too: {item}"
        );
        shop.sold_total.with(Sold { item: item.as_str().into() }).inc();
        shop.price_euros.with(Sold { item: item.as_str().into() }).observe(0.5);
    }
    let endpoint = Endpoint::new(registry.clone());
    for format in [Format::Text, Format::OpenMetrics, Format::Protobuf] {
        let mut expected = Vec::new();
        registry.encode(format, &mut expected).expect("a vector takes everything");
        let mut request = get_with(header::ACCEPT, format.content_type());
        *request.uri_mut() = "/metrics?name[]=app_sold_total&name[]=app_price_euros".parse().expect("a URI");
        let (_, _, found) = whole(&endpoint, request).await;
        assert!(found.len() > 128 * 1024, "{format:?}");
        // The registry's own families come after these, in the alphabet as well.
        assert!(expected.starts_with(found.strip_suffix(b"# EOF\n").unwrap_or(&found)), "{format:?}");
    }
}
