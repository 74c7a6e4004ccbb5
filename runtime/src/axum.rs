//! The `/metrics` route for axum.

pub use ::axum::Router;

use crate::{Endpoint, Registry};

/// A router that answers `GET /metrics` with what is in `registry`; merge it into your own.
///
/// It serves an [`Endpoint`] with the limits that it has if nothing is said. To say something, make one, and route to it:
///
/// ```
/// use lowcard::{Credentials, Endpoint, Registry};
///
/// let app: lowcard::axum::Router =
///     lowcard::axum::Router::new().merge(lowcard::axum::router(Registry::global().clone()));
///
/// let endpoint = Endpoint::new(Registry::global().clone()).credentials(Credentials::basic("scraper", "secret")?);
/// let app: lowcard::axum::Router = lowcard::axum::Router::new().route_service("/metrics", endpoint);
/// # Ok::<(), lowcard::CredentialsError>(())
/// ```
pub fn router<S: Clone + Send + Sync + 'static>(registry: Registry) -> Router<S> {
    router_at("/metrics", registry)
}

/// The same at another path, which `#[metrics(route = "…")]` has checked.
///
/// # Panics
///
/// As axum does, for a path that doesn't start with `/`, or that has a `{`, `}` or `*` where axum expects none.
pub fn router_at<S: Clone + Send + Sync + 'static>(path: &'static str, registry: Registry) -> Router<S> {
    Router::new().route_service(path, Endpoint::new(registry))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

    use ::axum::body::{Body, to_bytes};
    use ::axum::http::{Method, Request, Response, StatusCode, header};
    use tower::ServiceExt;

    use super::{Router, router, router_at};
    use crate::Registry;
    use crate::fixtures::{Declaration, Kind, definition};
    use crate::metric::{Counter, Metric};

    static REQUESTS: Declaration = Declaration::new(definition("app_requests_total", Kind::Counter), &[]);

    async fn answer(app: Router, method: Method, path: &str) -> Response<Body> {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).expect("a valid request");
        app.oneshot(request).await.expect("infallible")
    }

    fn registry() -> Registry {
        let registry = Registry::new();
        Counter::<(), u64>::bound(&registry, &REQUESTS).expect("the first of its name").inc();
        registry
    }

    #[tokio::test]
    async fn a_get_is_answered_with_the_exposition() {
        let response = answer(router(registry()), Method::GET, "/metrics").await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/plain; version=0.0.4; charset=utf-8");
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a whole body");
        let body = String::from_utf8_lossy(&body);
        assert!(body.contains("\napp_requests_total 1\n"), "{body}");
    }

    #[tokio::test]
    async fn a_head_has_no_body() {
        let response = answer(router(registry()), Method::HEAD, "/metrics").await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/plain; version=0.0.4; charset=utf-8");
        assert!(to_bytes(response.into_body(), usize::MAX).await.expect("a whole body").is_empty());
    }

    #[tokio::test]
    async fn other_methods_are_told_which_are_allowed() {
        let response = answer(router(registry()), Method::POST, "/metrics").await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()[header::ALLOW], "GET, HEAD");
    }

    #[tokio::test]
    async fn the_path_is_the_one_that_was_asked_for() {
        let at = || router_at("/internal/metrics", registry());
        assert_eq!(answer(at(), Method::GET, "/internal/metrics").await.status(), StatusCode::OK);
        assert_eq!(answer(at(), Method::GET, "/metrics").await.status(), StatusCode::NOT_FOUND);
    }
}
