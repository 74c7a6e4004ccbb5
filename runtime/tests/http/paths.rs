//! Which path a request counts under: the template of its route, or none.

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{any, get, post};
use tower::service_fn;

use crate::site::{HttpMetrics, around, layered, lines};

async fn ok() -> &'static str {
    "ok"
}

async fn teapot() -> StatusCode {
    StatusCode::IM_A_TEAPOT
}

#[tokio::test]
async fn the_template_stands_for_every_path_of_a_route() {
    let site = layered(Router::new().route("/orders/{id}", get(ok).post(teapot)).route("/files/{*path}", get(ok)));
    for path in ["/orders/1", "/orders/2", "/orders/%7Bid%7D", "/orders/%FF"] {
        site.ask("GET", path).await;
    }
    site.ask("POST", "/orders/3").await;
    site.ask("GET", "/files/a/b/c").await;
    assert_eq!(
        site.requests(),
        [
            r#"{method="GET",path="/files/{*path}",status_code="200"} 1"#,
            r#"{method="GET",path="/orders/{id}",status_code="200"} 4"#,
            r#"{method="POST",path="/orders/{id}",status_code="418"} 1"#,
        ]
    );
    assert_eq!(site.timed("GET", "/orders/{id}"), Some(4.0));
    assert_eq!(site.in_flight(), Some(0.0));
}

#[tokio::test]
async fn what_no_route_takes_is_unmatched() {
    let site = layered(Router::new().route("/", get(ok)));
    assert_eq!(site.ask("GET", "/wp-login.php").await, StatusCode::NOT_FOUND);
    let site_with_fallback = layered(Router::new().route("/", get(ok)).fallback(teapot));
    assert_eq!(site_with_fallback.ask("GET", "/nowhere/at/all").await, StatusCode::IM_A_TEAPOT);
    assert_eq!(site.requests(), [r#"{method="GET",path="unmatched",status_code="404"} 1"#]);
    assert_eq!(site_with_fallback.requests(), [r#"{method="GET",path="unmatched",status_code="418"} 1"#]);
}

#[tokio::test]
async fn a_method_that_a_route_does_not_have_counts_under_the_route() {
    let site = layered(Router::new().route("/orders/{id}", get(ok)));
    assert_eq!(site.ask("DELETE", "/orders/1").await, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(site.requests(), [r#"{method="DELETE",path="/orders/{id}",status_code="405"} 1"#]);
}

#[tokio::test]
async fn any_method_is_told_apart_if_http_has_it() {
    let site = layered(Router::new().route("/any", any(ok)));
    for method in ["GET", "HEAD", "PATCH", "BREW", "get"] {
        assert_eq!(site.ask(method, "/any").await, StatusCode::OK);
    }
    assert_eq!(
        site.requests(),
        [
            r#"{method="GET",path="/any",status_code="200"} 1"#,
            r#"{method="HEAD",path="/any",status_code="200"} 1"#,
            r#"{method="PATCH",path="/any",status_code="200"} 1"#,
            r#"{method="other",path="/any",status_code="200"} 2"#,
        ]
    );
}

#[tokio::test]
async fn nested_routers_give_whole_templates() {
    let users = Router::new().route("/", get(ok)).route("/{user}/posts/{post}", get(ok));
    let api = Router::new().nest("/{tenant}/users", users).fallback(teapot);
    let site = layered(Router::new().nest("/api", api));
    site.ask("GET", "/api/a/users/7/posts/9").await;
    site.ask("GET", "/api/b/users").await;
    site.ask("GET", "/api/b/users/nowhere").await;
    assert_eq!(
        site.requests(),
        [
            r#"{method="GET",path="/api/{tenant}/users",status_code="200"} 1"#,
            r#"{method="GET",path="/api/{tenant}/users/{user}/posts/{post}",status_code="200"} 1"#,
            r#"{method="GET",path="unmatched",status_code="418"} 1"#,
        ]
    );
}

#[tokio::test]
async fn merged_routers_and_layers_inside_make_no_difference() {
    let answering = from_fn(async |request: Request, next: Next| -> Response {
        assert!(request.extensions().get::<MatchedPath>().is_some());
        next.run(request).await
    });
    let merged = Router::new().route("/a/{b}", get(ok).layer(answering)).merge(Router::new().route("/c", post(ok)));
    let site = layered(merged);
    site.ask("GET", "/a/1").await;
    site.ask("POST", "/c").await;
    assert_eq!(site.counted("GET", "/a/{b}", "200"), Some(1.0));
    assert_eq!(site.counted("POST", "/c", "200"), Some(1.0));
}

#[tokio::test]
async fn a_layer_on_one_route_sees_its_template() {
    let (registry, layer) = crate::site::layer();
    let routes: Router = Router::new().route("/a/{b}", get(ok).layer(layer)).route("/other", get(ok));
    for path in ["/a/1", "/a/2", "/other"] {
        tower::ServiceExt::oneshot(routes.clone(), crate::site::request("GET", path)).await.expect("infallible");
    }
    let counted = lines(&registry, "app_http_requests_total");
    assert_eq!(counted, [r#"{method="GET",path="/a/{b}",status_code="200"} 2"#]);
}

#[tokio::test]
async fn around_the_router_each_route_says_which_one_it_is() {
    let routes = Router::new()
        .route("/orders/{id}", get(ok.layer(HttpMetrics::route())).post(teapot.layer(HttpMetrics::route())))
        .route("/silent", get(ok))
        .nest("/api", Router::new().route("/{user}", get(ok.layer(HttpMetrics::route()))));
    let site = around(routes);
    for (method, path) in
        [("GET", "/orders/1"), ("GET", "/orders/2"), ("POST", "/orders/3"), ("GET", "/api/7"), ("GET", "/silent")]
    {
        site.ask(method, path).await;
    }
    site.ask("GET", "/nowhere").await;
    assert_eq!(
        site.requests(),
        [
            r#"{method="GET",path="/api/{user}",status_code="200"} 1"#,
            r#"{method="GET",path="/orders/{id}",status_code="200"} 2"#,
            r#"{method="GET",path="unmatched",status_code="200"} 1"#,
            r#"{method="GET",path="unmatched",status_code="404"} 1"#,
            r#"{method="POST",path="/orders/{id}",status_code="418"} 1"#,
        ]
    );
    assert_eq!(site.in_flight(), Some(0.0));
}

#[tokio::test]
async fn one_route_layer_for_a_whole_router_knows_all_of_its_routes() {
    let routes = Router::new().route("/a/{id}", get(ok)).route("/b/{id}", get(ok)).route_layer(HttpMetrics::route());
    let site = around(routes);
    for path in ["/a/1", "/b/1", "/a/2", "/b/2"] {
        site.ask("GET", path).await;
    }
    site.ask("PUT", "/b/1").await;
    assert_eq!(
        site.requests(),
        [
            r#"{method="GET",path="/a/{id}",status_code="200"} 2"#,
            r#"{method="GET",path="/b/{id}",status_code="200"} 2"#,
            r#"{method="PUT",path="/b/{id}",status_code="405"} 1"#,
        ]
    );
}

#[tokio::test]
async fn a_nested_service_has_the_name_that_it_is_given() {
    let files = || service_fn(async |_: Request| Ok(Response::new(axum::body::Body::from("a file"))));
    let named = tower::Layer::layer(&HttpMetrics::route().named("/files/{*path}"), files());
    let inner = Router::new().route("/{id}", get(ok)).route_layer(HttpMetrics::route());
    let routes = Router::new().nest_service("/files", named).nest_service("/raw", files()).nest_service("/api", inner);
    let site = layered(routes);
    for path in ["/files/a", "/files/b/c", "/raw/a", "/api/1"] {
        assert_eq!(site.ask("GET", path).await, StatusCode::OK);
    }
    assert_eq!(
        site.requests(),
        [
            r#"{method="GET",path="/api/{id}",status_code="200"} 1"#,
            r#"{method="GET",path="/files/{*path}",status_code="200"} 2"#,
            r#"{method="GET",path="unmatched",status_code="200"} 1"#,
        ]
    );
}

#[tokio::test]
async fn a_route_speaks_to_a_layer_of_its_own_metrics_only() {
    mod other {
        lowcard::http_metrics!(pub(super) OtherMetrics, prefix = "other");
    }
    let site = around(Router::new().route("/a/{id}", get(ok.layer(other::OtherMetrics::route()))));
    site.ask("GET", "/a/1").await;
    assert_eq!(site.requests(), [r#"{method="GET",path="unmatched",status_code="200"} 1"#]);
}

#[tokio::test]
async fn a_handler_that_calls_a_service_of_its_own_changes_nothing() {
    async fn outer() -> StatusCode {
        let inner: Router = Router::new().route("/inner/{id}", get(ok.layer(HttpMetrics::route())));
        let inner = around(inner);
        let status = inner.ask("GET", "/inner/1").await;
        assert_eq!(inner.requests(), [r#"{method="GET",path="/inner/{id}",status_code="200"} 1"#]);
        status
    }
    let site = around(Router::new().route("/outer", get(outer.layer(HttpMetrics::route()))));
    site.ask("GET", "/outer").await;
    assert_eq!(site.requests(), [r#"{method="GET",path="/outer",status_code="200"} 1"#]);
}
