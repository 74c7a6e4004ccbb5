//! A service under the layer, and what was counted of it.

use std::convert::Infallible;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use lowcard::Registry;
use lowcard::http::HttpLayer;
use lowcard::testing::value;
use tower::{Service, ServiceExt};

lowcard::http_metrics!(pub(crate) HttpMetrics);

/// A service whose requests are recorded in a registry of its own.
#[derive(Clone)]
pub(crate) struct Site<S> {
    pub(crate) registry: Registry,
    service: S,
}

/// A layer, and the registry that it records with.
pub(crate) fn layer() -> (Registry, HttpLayer<HttpMetrics>) {
    let registry = Registry::new();
    let metrics = HttpMetrics::register(&registry).expect("a fresh registry");
    let layer = HttpLayer::new(&metrics);
    (registry, layer)
}

/// The layer on the router.
pub(crate) fn layered(routes: Router) -> Site<Router> {
    let (registry, layer) = layer();
    Site { registry, service: routes.layer(layer) }
}

/// The layer around the router.
pub(crate) fn around(routes: Router) -> Site<lowcard::http::Around<HttpMetrics>> {
    let (registry, layer) = layer();
    Site { registry, service: layer.around(routes) }
}

impl<S> Site<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone,
{
    pub(crate) async fn answer(&self, request: Request) -> Response {
        self.service.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
    }

    /// Asks, and takes the whole answer.
    pub(crate) async fn ask(&self, method: &str, path: &str) -> StatusCode {
        let (head, body) = self.answer(request(method, path)).await.into_parts();
        to_bytes(body, usize::MAX).await.expect("a whole body");
        head.status
    }

    /// A request that nobody has polled yet.
    pub(crate) fn call(&self, request: Request) -> S::Future {
        self.service.clone().call(request)
    }

    /// How many requests were counted with these labels.
    pub(crate) fn counted(&self, method: &str, path: &str, status: &str) -> Option<f64> {
        let labels = format!(r#"method="{method}",path="{path}",status_code="{status}""#);
        value(&self.registry, &format!("app_http_requests_total{{{labels}}}"))
    }

    /// How many requests were timed with these labels.
    pub(crate) fn timed(&self, method: &str, path: &str) -> Option<f64> {
        let labels = format!(r#"method="{method}",path="{path}""#);
        value(&self.registry, &format!("app_http_request_duration_seconds_count{{{labels}}}"))
    }

    pub(crate) fn in_flight(&self) -> Option<f64> {
        value(&self.registry, "app_http_requests_in_flight")
    }

    /// The lines of what was counted, without the name before the labels.
    pub(crate) fn requests(&self) -> Vec<String> {
        lines(&self.registry, "app_http_requests_total")
    }
}

/// The lines of one metric, without its name.
pub(crate) fn lines(registry: &Registry, name: &str) -> Vec<String> {
    let text = registry.encode_text();
    text.lines().filter_map(|line| line.strip_prefix(name)).map(str::to_owned).collect()
}

pub(crate) fn request(method: &str, path: &str) -> Request {
    Request::builder().method(method).uri(path).body(Body::empty()).expect("a valid request")
}
