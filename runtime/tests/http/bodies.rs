//! Bodies: a request is over when its answer's body is, however that ends.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http_body::{Frame, SizeHint};
use lowcard::Registry;
use lowcard::http::HttpLayer;
use lowcard::testing::value;
use tokio::sync::mpsc;
use tower::ServiceExt;

use crate::site::{layered, request};

/// A body whose frames a test sends, and which fails if the test says so.
struct Sent(mpsc::UnboundedReceiver<Result<Frame<Bytes>, &'static str>>);

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        self.0.poll_recv(context)
    }
}

type Sender = mpsc::UnboundedSender<Result<Frame<Bytes>, &'static str>>;

/// A route that streams what is sent.
fn stream() -> (Sender, Router) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let receiver = std::sync::Mutex::new(Some(receiver));
    let handler = move || {
        let receiver = receiver.lock().expect("no panic").take().expect("one request");
        std::future::ready(Response::new(Body::new(Sent(receiver))))
    };
    (
        sender,
        Router::new().route(
            "/stream",
            get({
                let handler = std::sync::Arc::new(handler);
                move || handler()
            }),
        ),
    )
}

fn poll_frame(body: &mut Body) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
    pin!(body).poll_frame(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn a_stream_is_in_flight_until_its_last_byte() {
    let (sender, routes) = stream();
    let site = layered(routes);
    let mut body = site.answer(request("GET", "/stream")).await.into_body();
    for _ in 0..3 {
        sender.send(Ok(Frame::data(Bytes::from_static(b"piece")))).expect("it is read");
        assert!(matches!(poll_frame(&mut body), Poll::Ready(Some(Ok(_)))));
        assert!(poll_frame(&mut body).is_pending());
        assert_eq!((site.in_flight(), site.requests().len()), (Some(1.0), 0));
    }
    drop(sender);
    assert!(matches!(poll_frame(&mut body), Poll::Ready(None)));
    assert_eq!((site.in_flight(), site.counted("GET", "/stream", "200")), (Some(0.0), Some(1.0)));
    drop(body);
    assert_eq!((site.in_flight(), site.counted("GET", "/stream", "200")), (Some(0.0), Some(1.0)));
}

#[tokio::test]
async fn a_stream_that_the_client_leaves_counts_with_the_status_that_was_sent() {
    let (sender, routes) = stream();
    let site = layered(routes);
    let mut body = site.answer(request("GET", "/stream")).await.into_body();
    sender.send(Ok(Frame::data(Bytes::from_static(b"piece")))).expect("it is read");
    assert!(matches!(poll_frame(&mut body), Poll::Ready(Some(Ok(_)))));
    drop(body);
    assert_eq!((site.in_flight(), site.counted("GET", "/stream", "200")), (Some(0.0), Some(1.0)));
}

#[tokio::test]
async fn a_stream_that_fails_is_over_and_its_error_is_handed_on() {
    let (sender, routes) = stream();
    let site = layered(routes);
    let mut body = site.answer(request("GET", "/stream")).await.into_body();
    sender.send(Err("the disk is gone")).expect("it is read");
    let Poll::Ready(Some(Err(error))) = poll_frame(&mut body) else { panic!("no error") };
    assert_eq!(error.to_string(), "the disk is gone");
    assert_eq!((site.in_flight(), site.counted("GET", "/stream", "200")), (Some(0.0), Some(1.0)));
}

#[tokio::test]
async fn trailers_go_through() {
    let (sender, routes) = stream();
    let site = layered(routes);
    let mut body = site.answer(request("GET", "/stream")).await.into_body();
    let trailers =
        [("grpc-status", "0")].map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")));
    sender.send(Ok(Frame::trailers(trailers.into_iter().collect()))).expect("it is read");
    let Poll::Ready(Some(Ok(frame))) = poll_frame(&mut body) else { panic!("no frame") };
    assert_eq!(frame.into_trailers().expect("trailers")["grpc-status"], "0");
    assert_eq!(site.in_flight(), Some(1.0));
}

/// A server that knows how long a body is does not ask for its end.
#[tokio::test]
async fn a_body_of_known_length_is_over_with_its_last_byte() {
    let site = layered(Router::new().route("/hello", get(async || "hello")));
    let mut body = site.answer(request("GET", "/hello")).await.into_body();
    assert_eq!(body.size_hint().exact(), Some(5));
    assert!(!body.is_end_stream());
    assert!(matches!(poll_frame(&mut body), Poll::Ready(Some(Ok(_)))));
    assert!(body.is_end_stream());
    assert_eq!((site.in_flight(), site.counted("GET", "/hello", "200")), (Some(0.0), Some(1.0)));
}

#[tokio::test]
async fn an_answer_without_a_body_is_over_at_once() {
    let site = layered(Router::new().route("/empty", get(async || StatusCode::NO_CONTENT)));
    let response = site.answer(request("GET", "/empty")).await;
    assert_eq!((site.in_flight(), site.counted("GET", "/empty", "204")), (Some(0.0), Some(1.0)));
    drop(response);
    assert_eq!(site.counted("GET", "/empty", "204"), Some(1.0));
}

#[tokio::test]
async fn a_head_is_over_at_once_and_says_how_long_the_body_would_be() {
    let site = layered(Router::new().route("/hello", get(async || "hello")));
    let response = site.answer(request("HEAD", "/hello")).await;
    assert_eq!(response.headers()["content-length"], "5");
    assert_eq!((site.in_flight(), site.counted("HEAD", "/hello", "200")), (Some(0.0), Some(1.0)));
}

async fn echo(body: Bytes) -> impl IntoResponse {
    body
}

mod sized {
    lowcard::http_metrics!(pub(super) SizedMetrics, body_sizes);
}

#[tokio::test]
async fn sizes_are_those_of_what_is_declared_and_what_is_taken() {
    let registry = Registry::new();
    let metrics = sized::SizedMetrics::register(&registry).expect("a fresh registry");
    let routes: Router = Router::new().route("/echo", post(echo)).layer(HttpLayer::new(&metrics));
    let send = async |body: Body| {
        let request = Request::post("/echo").body(body).expect("a valid request");
        let response = routes.clone().oneshot(request).await.unwrap_or_else(|never: Infallible| match never {});
        to_bytes(response.into_body(), usize::MAX).await.expect("a whole body");
    };
    send(Body::from(vec![0; 150])).await;
    send(Body::empty()).await;
    send(Body::new(Chunks(3))).await; // which does not say how long it is
    let of = |name: &str| value(&registry, &format!(r#"app_http_{name}{{method="POST",path="/echo"}}"#));
    assert_eq!((of("request_size_bytes_count"), of("request_size_bytes_sum")), (Some(2.0), Some(150.0)));
    assert_eq!((of("response_size_bytes_count"), of("response_size_bytes_sum")), (Some(3.0), Some(180.0)));
}

/// So many pieces of ten bytes.
struct Chunks(u32);

impl HttpBody for Chunks {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(left) = self.0.checked_sub(1) else { return Poll::Ready(None) };
        self.0 = left;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"ten bytes.")))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}
