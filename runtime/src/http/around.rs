//! The layer around axum's router, as a service that axum can serve.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ::axum::Router;
use ::axum::body::Body;
use ::axum::extract::Request;
use ::axum::response::Response;
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use super::{HttpBody, HttpFuture, HttpLayer, HttpMetrics, HttpService};

/// A router with an [`HttpLayer`] around it, whose answers have axum's own body.
pub struct Around<M: 'static>(HttpService<Router, M>);

impl<M: HttpMetrics> HttpLayer<M> {
    /// Stands around a router, whose routes say which they are through a [`RouteLayer`](super::RouteLayer); what they leave
    /// unsaid is `unmatched`.
    ///
    /// ```no_run
    /// use axum::handler::Handler;
    /// use axum::{Router, ServiceExt, extract::Request, routing::get};
    ///
    /// lowcard::http_metrics!(pub HttpMetrics);
    ///
    /// async fn order() -> &'static str { "an order" }
    ///
    /// # async fn run() -> std::io::Result<()> {
    /// let routes: Router = Router::new().route("/orders/{id}", get(order.layer(HttpMetrics::route())));
    /// let app = HttpMetrics::layer().around(routes);
    /// let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    /// axum::serve(listener, ServiceExt::<Request>::into_make_service(app)).await
    /// # }
    /// ```
    pub fn around(&self, router: Router) -> Around<M> {
        Around(self.layer(router.with_state(()))) // or axum would do it anew for each request
    }
}

impl<M: HttpMetrics> Service<Request> for Around<M> {
    type Response = Response;
    type Error = Infallible;
    type Future = AroundFuture<<Router as Service<Request>>::Future, M>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Service::<Request>::poll_ready(&mut self.0, context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        AroundFuture { inner: self.0.call(request) }
    }
}

pin_project! {
    /// The future of an [`Around`].
    pub struct AroundFuture<F, M: HttpMetrics> {
        #[pin]
        inner: HttpFuture<F, M>,
    }
}

impl<F, M> Future for AroundFuture<F, M>
where
    F: Future<Output = Result<Response, Infallible>>,
    M: HttpMetrics,
{
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.project().inner.poll(context));
        Poll::Ready(answer.map(|response| response.map(|body| axum_body(body))))
    }
}

/// What is still to be sent is observed, which takes a box; what is not, is axum's own body.
fn axum_body<M: HttpMetrics>(body: HttpBody<Body, M>) -> Body {
    match body.unobserved() {
        Ok(body) => body,
        Err(body) => Body::new(body),
    }
}

impl<M> Clone for Around<M> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<M> fmt::Debug for Around<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Around").field(&self.0).finish()
    }
}
