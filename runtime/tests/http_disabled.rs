//! The HTTP layer in a process whose metrics are disabled from the start: it passes requests on.
#![cfg(all(feature = "axum", feature = "config", feature = "http"))]
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::routing::get;
use lowcard::http::HttpLayer;
use lowcard::{Config, Registry};
use tower::{Service, ServiceExt};

lowcard::http_metrics!(HttpMetrics, body_sizes);

async fn hello() -> &'static str {
    "hello"
}

fn never() -> Instant {
    unreachable!("nobody asks for the time")
}

async fn answer<S>(service: S, path: &str) -> (StatusCode, Vec<u8>)
where
    S: Service<Request, Response = axum::response::Response, Error = std::convert::Infallible>,
{
    let request = Request::builder().uri(path).body(Body::empty()).expect("a valid request");
    let (head, body) = service.oneshot(request).await.expect("infallible").into_parts();
    (head.status, to_bytes(body, usize::MAX).await.expect("a whole body").into())
}

#[tokio::test]
async fn requests_are_passed_on_and_the_endpoint_says_that_there_is_nothing() {
    let mut config = Config::default();
    config.enabled = false;
    let monitoring = config.start();

    let routes = || Router::new().route("/hello", get(hello.layer(HttpMetrics::route())));
    let on = routes().layer(HttpMetrics::layer().clock(never)).merge(monitoring.router());
    let around = HttpMetrics::layer().clock(never).around(routes());
    let registry = Registry::new();
    let metrics = HttpMetrics::register(&registry).expect("a fresh registry");
    let own = routes().layer(HttpLayer::new(&metrics).clock(never));
    for _ in 0..3 {
        let hello = (StatusCode::OK, b"hello".to_vec());
        assert_eq!(answer(on.clone(), "/hello").await, hello);
        assert_eq!(answer(around.clone(), "/hello").await, hello);
        assert_eq!(answer(own.clone(), "/hello").await, hello);
        assert_eq!(answer(around.clone(), "/nowhere").await.0, StatusCode::NOT_FOUND);
    }
    assert_eq!(answer(on, "/metrics").await.0, StatusCode::NOT_FOUND);
    assert_eq!(registry.encode_text(), "");
    assert_eq!(Registry::global().encode_text(), "");
    assert_eq!(metrics.requests_in_flight.get(), 0);
}
