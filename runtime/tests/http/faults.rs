//! What goes wrong with metrics never reaches a request.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::routing::get;
use lowcard::testing::value;
use lowcard::{Counter, Families, Registry, metric};
use tower::ServiceExt;

use crate::site::{layer, lines, request};

async fn ok() -> &'static str {
    "ok"
}

fn routes() -> Router {
    Router::new().route("/a", get(ok))
}

async fn ask(routes: &Router) -> (StatusCode, String) {
    let response = routes.clone().oneshot(request("GET", "/a")).await.expect("infallible");
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.expect("a whole body");
    (status, String::from_utf8_lossy(&body).into_owned())
}

fn answered() -> (StatusCode, String) {
    (StatusCode::OK, "ok".to_owned())
}

mod refused {
    lowcard::http_metrics!(pub(super) RefusedMetrics, prefix = "refused");
}

/// What another crate of the program might have declared before.
mod first {
    use super::{Counter, metric};

    /// Something else.
    #[metric(
        name = "app_refused_request_duration_seconds",
        allow("name/counter-total", reason = "what it collides with")
    )]
    pub(super) static TAKEN: Counter;
}

#[tokio::test]
async fn metrics_that_are_refused_leave_the_layer_without_effect() {
    first::TAKEN.inc();
    let routes = routes().layer(refused::RefusedMetrics::layer());
    assert_eq!(ask(&routes).await, answered());
    assert!(refused::RefusedMetrics::register(Registry::global()).is_err());
    let refusals = Registry::global().refused();
    assert!(refusals.iter().any(|refusal| refusal.to_string().contains("app_refused_request_duration_seconds")));
    assert_eq!(lines(Registry::global(), "app_refused_requests_total{"), [] as [&str; 0]);
}

#[tokio::test]
async fn a_clock_that_panics_takes_the_duration_and_nothing_else() {
    fn broken() -> Instant {
        panic!("the clock is broken")
    }
    let (registry, layer) = layer();
    let routes = routes().layer(layer.clock(broken));
    for _ in 0..3 {
        assert_eq!(ask(&routes).await, answered());
    }
    let counted = lines(&registry, "app_http_requests_total");
    assert_eq!(counted, [r#"{method="GET",path="/a",status_code="200"} 3"#]);
    assert_eq!(lines(&registry, "app_http_request_duration_seconds_count"), [] as [&str; 0]);
    assert_eq!(value(&registry, "app_http_requests_in_flight"), Some(0.0));
}

#[tokio::test]
async fn a_clock_that_breaks_down_between_two_readings_leaves_no_duration() {
    static WORKS: AtomicBool = AtomicBool::new(true);
    fn sometimes() -> Instant {
        assert!(WORKS.fetch_not(Ordering::Relaxed), "the clock is broken");
        Instant::now()
    }
    let (registry, layer) = layer();
    let routes = routes().layer(layer.clock(sometimes));
    assert_eq!(ask(&routes).await, answered());
    assert_eq!(lines(&registry, "app_http_requests_total").len(), 1);
    assert_eq!(lines(&registry, "app_http_request_duration_seconds_count"), [] as [&str; 0]);
}

#[tokio::test]
async fn a_clock_that_goes_back_has_seen_no_time_pass() {
    static ASKED: AtomicU64 = AtomicU64::new(0);
    static START: OnceLock<Instant> = OnceLock::new();
    fn backwards() -> Instant {
        let start = *START.get_or_init(Instant::now);
        start + Duration::from_secs(60 - ASKED.fetch_add(1, Ordering::Relaxed))
    }
    let (registry, layer) = layer();
    let routes = routes().layer(layer.clock(backwards));
    assert_eq!(ask(&routes).await, answered());
    let of = |name: &str| {
        value(&registry, &format!(r#"app_http_request_duration_seconds_{name}{{method="GET",path="/a"}}"#))
    };
    assert_eq!((of("count"), of("sum")), (Some(1.0), Some(0.0)));
}

/// A clock that a test moves tells durations to the digit.
#[tokio::test]
async fn durations_are_those_of_the_clock() {
    static ASKED: AtomicU64 = AtomicU64::new(0);
    static START: OnceLock<Instant> = OnceLock::new();
    fn ticking() -> Instant {
        *START.get_or_init(Instant::now) + Duration::from_millis(250 * ASKED.fetch_add(1, Ordering::Relaxed))
    }
    let (registry, layer) = layer();
    let routes = routes().layer(layer.clock(ticking));
    assert_eq!(ask(&routes).await, answered());
    assert_eq!(value(&registry, r#"app_http_request_duration_seconds_sum{method="GET",path="/a"}"#), Some(0.25));
    assert_eq!(
        value(&registry, r#"app_http_request_duration_seconds_bucket{method="GET",path="/a",le="0.25"}"#),
        Some(1.0)
    );
}

#[tokio::test]
async fn a_collector_that_panics_is_left_out_and_requests_are_answered_and_exposed() {
    let (registry, layer) = layer();
    registry.attach("broken", |_: &mut Families| panic!("no numbers today")).expect("the first of its name");
    let routes = routes().layer(layer).merge(lowcard::axum::router(registry.clone()));
    assert_eq!(ask(&routes).await, answered());
    let scrape = || async {
        let request = Request::get("/metrics").body(Body::empty()).expect("a valid request");
        let response = routes.clone().oneshot(request).await.expect("infallible");
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a whole body");
        String::from_utf8_lossy(&body).into_owned()
    };
    let text = scrape().await;
    assert!(text.contains(r#"app_http_requests_total{method="GET",path="/a",status_code="200"} 1"#), "{text}");
    assert!(text.contains(r#"lowcard_collector_errors_total{collector="broken",cause="panic"} 1"#), "{text}");
    assert_eq!(ask(&routes).await, answered());
}
