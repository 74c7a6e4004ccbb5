//! A route that says which one it is.

use std::fmt;
use std::marker::PhantomData;
use std::task::{Context, Poll};

use http::{Extensions, Request};
use tower_layer::Layer;
use tower_service::Service;

use super::template::{self, Seen};
use super::{HttpMetrics, waiting};

/// Says to an [`HttpLayer`](super::HttpLayer) that stands around the router which route a request takes.
///
/// `HttpMetrics::route()`, where `HttpMetrics` is what [`http_metrics!`](crate::http_metrics) declared, makes one. It stands
/// around a handler, where it costs no allocation, and records nothing by itself:
///
/// ```
/// # #[cfg(feature = "axum")] {
/// use axum::Router;
/// use axum::handler::Handler;
/// use axum::routing::get;
///
/// lowcard::http_metrics!(pub HttpMetrics);
///
/// async fn order() -> &'static str { "an order" }
///
/// let routes: Router = Router::new().route("/orders/{id}", get(order.layer(HttpMetrics::route())));
/// let service = HttpMetrics::layer().around(routes); // for axum::serve; or `.layer(routes)`, for other servers
/// # }
/// ```
///
/// What has no template, such as a service that is nested or one without axum, gets a name by [`named`](Self::named).
///
/// It must be called in the task that polls the layer's future. Behind a buffer or a spawned task, it is not heard, and the
/// path is `unmatched`.
pub struct RouteLayer<M, N = Template> {
    name: N,
    metrics: PhantomData<fn(M)>,
}

/// A route is called what axum calls it. It takes no memory, so that axum needs none for a handler that has it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Template;

/// A route is called what it was given as its name.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Name(Seen);

/// How it is found out what a route is called.
#[doc(hidden)]
pub trait Naming {
    fn seen<M: HttpMetrics>(&self, request: &Extensions) -> Option<Seen>;
}

impl Naming for Template {
    #[inline]
    fn seen<M: HttpMetrics>(&self, request: &Extensions) -> Option<Seen> {
        template::of::<M>(request)
    }
}

impl Naming for Name {
    #[inline]
    fn seen<M: HttpMetrics>(&self, _request: &Extensions) -> Option<Seen> {
        Some(self.0)
    }
}

impl<M: HttpMetrics> RouteLayer<M> {
    /// A route by its template. What `http_metrics!` declares has a shorter way to it.
    #[doc(hidden)]
    pub const fn new() -> Self {
        Self { name: Template, metrics: PhantomData }
    }

    /// The route is called this, whatever its template is.
    ///
    /// ```
    /// lowcard::http_metrics!(pub HttpMetrics);
    ///
    /// let files = HttpMetrics::route().named("/files/{*path}"); // around a service that is nested
    /// ```
    #[must_use]
    pub fn named(self, name: &'static str) -> RouteLayer<M, Name> {
        RouteLayer { name: Name(template::look_up::<M>(name)), metrics: PhantomData }
    }
}

impl<S, M, N: Clone> Layer<S> for RouteLayer<M, N> {
    type Service = RouteService<S, M, N>;

    #[inline]
    fn layer(&self, inner: S) -> Self::Service {
        RouteService { inner, route: self.clone() }
    }
}

/// What a [`RouteLayer`] makes of a service.
pub struct RouteService<S, M, N = Template> {
    inner: S,
    route: RouteLayer<M, N>,
}

impl<S, M, N, B> Service<Request<B>> for RouteService<S, M, N>
where
    S: Service<Request<B>>,
    M: HttpMetrics,
    N: Naming,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    #[inline]
    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        waiting::say::<M>(|| self.route.name.seen::<M>(request.extensions()));
        self.inner.call(request)
    }
}

impl<M, N: Clone> Clone for RouteLayer<M, N> {
    #[inline]
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), metrics: PhantomData }
    }
}

impl<S: Clone, M, N: Clone> Clone for RouteService<S, M, N> {
    #[inline]
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), route: self.route.clone() }
    }
}

impl<M, N: fmt::Debug> fmt::Debug for RouteLayer<M, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RouteLayer").field(&self.name).finish()
    }
}

impl<S: fmt::Debug, M, N: fmt::Debug> fmt::Debug for RouteService<S, M, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteService").field("inner", &self.inner).field("route", &self.route).finish()
    }
}
