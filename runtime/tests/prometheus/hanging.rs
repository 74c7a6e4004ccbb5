//! A registry of the prometheus crate that never returns.

use std::sync::LazyLock;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use lowcard::{CollectorErrorCause as Cause, Counter, Endpoint, Metrics};
use prometheus::IntCounter;
use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use tower::ServiceExt;

use crate::told::{adopting, causes};

static REGISTRY: LazyLock<prometheus::Registry> = LazyLock::new(prometheus::Registry::new);

static LAZY: LazyLock<IntCounter> = LazyLock::new(|| {
    let lazy = IntCounter::new("lazy_total", "Registered when it is first used.").expect("valid");
    REGISTRY.register(Box::new(lazy.clone())).expect("nothing in its way");
    lazy
});

/// Uses a metric for the first time while its registry gathers, and so waits for a lock that it holds.
struct Hanging;

impl Collector for Hanging {
    fn desc(&self) -> Vec<&Desc> {
        Vec::new()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        LAZY.inc();
        Vec::new()
    }
}

#[derive(Metrics)]
struct Ours {
    /// Ours.
    ours_total: Counter,
}

async fn scrape(endpoint: &Endpoint) -> String {
    let request = Request::builder().uri("/metrics").header("x-prometheus-scrape-timeout-seconds", "3");
    let request = request.body(Body::empty()).expect("a valid request");
    let (head, body) = endpoint.clone().oneshot(request).await.expect("infallible").into_parts();
    assert_eq!(head.status, StatusCode::OK);
    let body = to_bytes(Body::new(body), usize::MAX).await.expect("a whole body");
    String::from_utf8(body.into()).expect("UTF-8")
}

#[tokio::test]
async fn the_endpoint_serves_everything_else() {
    REGISTRY.register(Box::new(Hanging)).expect("the first one");
    let registry = adopting(&REGISTRY);
    Ours::register(&registry).expect("a fresh registry").ours_total.inc();
    let endpoint = Endpoint::new(registry.clone());
    for times in 1..=2 {
        let text = scrape(&endpoint).await;
        assert!(text.contains("\napp_ours_total 1\n"), "{text}");
        let late = format!("\nlowcard_collector_errors_total{{collector=\"prometheus\",cause=\"timeout\"}} {times}\n");
        assert!(text.contains(&late), "{text}");
    }
    assert_eq!(causes(&registry), [(Cause::Timeout, String::new())]);
}
