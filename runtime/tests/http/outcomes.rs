//! What becomes of a request: answered, cancelled, failed or panicked, it counts once.

use std::future::{Future, pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use axum::routing::get;
use lowcard::testing::value;
use tokio::sync::Notify;
use tower::{Layer, Service, ServiceExt, service_fn};

use crate::site::{HttpMetrics, around, layer, layered, lines, request};

/// Polls it once, as a server would whose client then goes away.
fn poll_once<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn every_status_is_counted_as_it_is_sent() {
    async fn status(axum::extract::Path(code): axum::extract::Path<u16>) -> StatusCode {
        StatusCode::from_u16(code).expect("a status")
    }
    let site = layered(Router::new().route("/{code}", get(status)));
    for code in [200, 204, 301, 304, 404, 429, 500, 503, 299, 999] {
        site.ask("GET", &format!("/{code}")).await;
    }
    for code in ["200", "204", "301", "304", "404", "429", "500", "503"] {
        assert_eq!(site.counted("GET", "/{code}", code), Some(1.0), "{code}");
    }
    assert_eq!(site.counted("GET", "/{code}", "other"), Some(2.0));
    assert_eq!(site.timed("GET", "/{code}"), Some(10.0));
}

#[tokio::test]
async fn a_request_is_in_flight_until_it_is_answered() {
    let go = Arc::new(Notify::new());
    let waiting = Arc::clone(&go);
    let site = layered(Router::new().route(
        "/wait",
        get(move || async move {
            waiting.notified().await;
            "done"
        }),
    ));
    let asking = tokio::spawn({
        let site = site.clone();
        async move { site.ask("GET", "/wait").await }
    });
    while site.in_flight() != Some(1.0) {
        tokio::task::yield_now().await;
    }
    assert_eq!(site.requests(), [] as [&str; 0]);
    go.notify_one();
    assert_eq!(asking.await.expect("no panic"), StatusCode::OK);
    assert_eq!(site.in_flight(), Some(0.0));
    assert_eq!(site.counted("GET", "/wait", "200"), Some(1.0));
}

#[tokio::test]
async fn a_request_that_is_cancelled_counts_as_499() {
    let routes = || Router::new().route("/wait", get(pending::<()>));
    let layered = layered(routes());
    assert!(poll_once(layered.call(request("GET", "/wait"))).is_pending());
    assert_eq!(layered.requests(), [r#"{method="GET",path="/wait",status_code="499"} 1"#]);
    assert_eq!(layered.timed("GET", "/wait"), Some(1.0));
    assert_eq!(layered.in_flight(), Some(0.0));

    let marked = around(routes().route_layer(HttpMetrics::route()));
    assert!(poll_once(marked.call(request("GET", "/wait"))).is_pending());
    assert_eq!(marked.requests(), [r#"{method="GET",path="/wait",status_code="499"} 1"#]);
    drop(marked.call(request("GET", "/wait"))); // never polled, so that the route was never asked
    assert_eq!(marked.counted("GET", "unmatched", "499"), Some(1.0));
    assert_eq!(marked.in_flight(), Some(0.0));
}

#[tokio::test]
async fn a_handler_that_panics_counts_as_500() {
    async fn panics_at_once() {
        panic!("no order today");
    }
    async fn panics_later() {
        tokio::task::yield_now().await;
        panic!("no order today");
    }
    let routes = || Router::new().route("/once", get(panics_at_once)).route("/later", get(panics_later));
    let (on, marked) = (layered(routes()), around(routes().route_layer(HttpMetrics::route())));
    for path in ["/once", "/later"] {
        let (on, marked) = (on.clone(), marked.clone());
        let on = tokio::spawn(async move { on.ask("GET", path).await });
        let marked = tokio::spawn(async move { marked.ask("GET", path).await });
        assert!(on.await.expect_err("it panics").is_panic());
        assert!(marked.await.expect_err("it panics").is_panic());
    }
    let expected = ["/later", "/once"].map(|path| format!(r#"{{method="GET",path="{path}",status_code="500"}} 1"#));
    assert_eq!((on.requests(), on.in_flight()), (expected.to_vec(), Some(0.0)));
    assert_eq!((marked.requests(), marked.in_flight()), (expected.to_vec(), Some(0.0)));
}

/// As where a layer further out turns panics into answers: the future is dropped when the panic is over.
#[tokio::test]
async fn a_panic_that_is_caught_counts_as_500() {
    let site = layered(Router::new().route("/panics", get(async || -> () { panic!("no order today") })));
    let mut answering = Box::pin(site.call(request("GET", "/panics")));
    let polled = catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(&mut Context::from_waker(Waker::noop()))));
    assert!(polled.is_err());
    drop(answering);
    assert_eq!(site.requests(), [r#"{method="GET",path="/panics",status_code="500"} 1"#]);
    assert_eq!(site.in_flight(), Some(0.0));
}

#[test]
fn a_service_that_panics_when_it_is_called_counts_as_500() {
    let (registry, layer) = layer();
    let calling = |_: Request<Body>| -> std::future::Ready<Result<Response<Body>, String>> { panic!("not today") };
    let mut service = layer.layer(service_fn(calling));
    let called = catch_unwind(AssertUnwindSafe(|| drop(service.call(request("GET", "/a")))));
    assert!(called.is_err());
    assert_eq!(lines(&registry, "app_http_requests_total"), [r#"{method="GET",path="unmatched",status_code="500"} 1"#]);
    assert_eq!(value(&registry, "app_http_requests_in_flight"), Some(0.0));
}

#[tokio::test]
async fn a_service_that_fails_counts_as_500_and_its_error_is_handed_on() {
    let (registry, layer) = layer();
    let failing = service_fn(async |_: Request<Body>| Err::<Response<Body>, _>("the backend is gone"));
    let answer = layer.layer(failing).oneshot(request("POST", "/a")).await;
    assert_eq!(answer.expect_err("it fails"), "the backend is gone");
    assert_eq!(
        lines(&registry, "app_http_requests_total"),
        [r#"{method="POST",path="unmatched",status_code="500"} 1"#]
    );
    assert_eq!(value(&registry, "app_http_requests_in_flight"), Some(0.0));
}

/// A service that isn't ready is not called, and nothing is counted.
#[tokio::test]
async fn whether_the_service_is_ready_is_handed_on() {
    struct NeverReady;

    impl Service<Request<Body>> for NeverReady {
        type Response = Response<Body>;
        type Error = &'static str;
        type Future = std::future::Ready<Result<Response<Body>, &'static str>>;

        fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
            Poll::Ready(Err("full"))
        }

        fn call(&mut self, _request: Request<Body>) -> Self::Future {
            unreachable!("it is never ready")
        }
    }

    let (registry, layer) = layer();
    let mut service = layer.layer(NeverReady);
    assert_eq!(poll_fn(|context| service.poll_ready(context)).await, Err("full"));
    assert_eq!(value(&registry, "app_http_requests_in_flight"), Some(0.0));
}
