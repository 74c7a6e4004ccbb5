//! A route that says which one it is.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Request;
use tower_layer::Layer;
use tower_service::Service;

use super::template::{self, Template};
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
/// use tower_layer::Layer;
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
/// Each route has one of its own: with one for several, all but the first are found by hashing their templates.
///
/// It must be called in the task that polls the layer's future. Behind a buffer or a spawned task, it is not heard, and the
/// path is `unmatched`.
pub struct RouteLayer<M> {
    template: Arc<Template>,
    is_named: bool,
    metrics: PhantomData<fn(M)>,
}

impl<M: HttpMetrics> RouteLayer<M> {
    /// A route by its template. What `http_metrics!` declares has a shorter way to it.
    #[doc(hidden)]
    pub fn new() -> Self {
        Self { template: Arc::default(), is_named: false, metrics: PhantomData }
    }

    /// The route is called this, whatever its template is.
    ///
    /// ```
    /// lowcard::http_metrics!(pub HttpMetrics);
    ///
    /// let files = HttpMetrics::route().named("/files/{*path}"); // around a service that is nested
    /// ```
    #[must_use]
    pub fn named(self, name: &'static str) -> Self {
        Self { template: Arc::new(Template::named::<M>(name)), is_named: true, metrics: PhantomData }
    }
}

impl<S, M> Layer<S> for RouteLayer<M> {
    type Service = RouteService<S, M>;

    fn layer(&self, inner: S) -> Self::Service {
        RouteService { inner, route: self.clone() }
    }
}

/// What a [`RouteLayer`] makes of a service.
pub struct RouteService<S, M> {
    inner: S,
    route: RouteLayer<M>,
}

impl<S, M, B> Service<Request<B>> for RouteService<S, M>
where
    S: Service<Request<B>>,
    M: HttpMetrics,
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
        let RouteLayer { template, is_named, .. } = &self.route;
        let seen = if *is_named {
            template.first()
        } else {
            template::of(request.extensions()).map(|known| template.seen::<M>(known))
        };
        if let Some(seen) = seen {
            waiting::say::<M>(seen);
        }
        self.inner.call(request)
    }
}

impl<M> Clone for RouteLayer<M> {
    fn clone(&self) -> Self {
        Self { template: Arc::clone(&self.template), is_named: self.is_named, metrics: PhantomData }
    }
}

impl<S: Clone, M> Clone for RouteService<S, M> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), route: self.route.clone() }
    }
}

impl<M> fmt::Debug for RouteLayer<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteLayer").field("template", &self.template).finish_non_exhaustive()
    }
}

impl<S: fmt::Debug, M> fmt::Debug for RouteService<S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteService").field("inner", &self.inner).field("route", &self.route).finish()
    }
}
