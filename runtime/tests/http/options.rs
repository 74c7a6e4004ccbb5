//! What `http_metrics!` can be told.

use axum::Router;
use axum::handler::Handler;
use axum::routing::get;
use lowcard::http::{HttpLayer, HttpMetrics};
use lowcard::testing::assert_exposition;
use lowcard::{Definition, Format, Metrics, Registry};
use tower::{Layer, ServiceExt};

use crate::site::{lines, request};

mod declared {
    lowcard::http_metrics!(pub(super) ClassMetrics, status = "class", prefix = "class");
    lowcard::http_metrics!(
        /// The names of an old dashboard.
        pub(super) RenamedMetrics,
        prefix = "renamed",
        labels(method = "verb", path = "route", status_code = "code"),
    );
    lowcard::http_metrics!(pub(super) FewMetrics, prefix = "few", paths = 3, max_series = 40);
    lowcard::http_metrics!(pub(super) SkippingMetrics, prefix = "skipping", skip = ["/healthz", "/jobs/{id}"]);
    lowcard::http_metrics!(pub(super) BoundedMetrics, prefix = "bounded", buckets = [0.1, 1.0]);
    lowcard::http_metrics!(pub(super) NativeMetrics, prefix = "native", native);
    lowcard::http_metrics!(pub(super) BothMetrics, prefix = "both", native(schema = 5), buckets = [0.1]);
}

async fn ok() -> &'static str {
    "ok"
}

/// The same routes under any of them.
async fn site<M: HttpMetrics + Metrics>(paths: &[&str]) -> Registry {
    let registry = Registry::new();
    let metrics = M::register(&registry).expect("a fresh registry");
    let templates = ["/healthz", "/jobs/{id}", "/a", "/b", "/c", "/d", "/e"];
    let router = templates.iter().fold(Router::new(), |router, path| router.route(path, get(ok)));
    let router: Router = router.layer(HttpLayer::new(&metrics));
    for path in paths {
        let response = router.clone().oneshot(request("GET", path)).await.expect("infallible");
        axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a whole body");
    }
    registry
}

fn definition(name: &str) -> &'static Definition {
    lowcard::definitions().find(|definition| definition.name == name).expect("it is declared")
}

#[tokio::test]
async fn statuses_can_be_kept_apart_by_class() {
    let registry = site::<declared::ClassMetrics>(&["/a", "/nowhere"]).await;
    assert_eq!(
        lines(&registry, "app_class_requests_total"),
        [r#"{method="GET",path="/a",status_code="2xx"} 1"#, r#"{method="GET",path="unmatched",status_code="4xx"} 1"#]
    );
}

#[tokio::test]
async fn labels_can_have_other_names() {
    let registry = site::<declared::RenamedMetrics>(&["/a"]).await;
    assert_eq!(lines(&registry, "app_renamed_requests_total"), [r#"{verb="GET",route="/a",code="200"} 1"#]);
    let timed = lines(&registry, "app_renamed_request_duration_seconds_count");
    assert_eq!(timed, [r#"{verb="GET",route="/a"} 1"#]);
}

#[tokio::test]
async fn beyond_the_cap_templates_share_one_path() {
    let registry = site::<declared::FewMetrics>(&["/nowhere", "/a", "/b", "/c", "/d", "/c", "/a"]).await;
    assert_eq!(
        lines(&registry, "app_few_requests_total"),
        [
            r#"{method="GET",path="/a",status_code="200"} 2"#,
            r#"{method="GET",path="/b",status_code="200"} 1"#,
            r#"{method="GET",path="other",status_code="200"} 3"#,
            r#"{method="GET",path="unmatched",status_code="404"} 1"#,
        ]
    );
}

/// Of all requests only the one for `/a` was seen.
fn assert_skipped(registry: &Registry) {
    assert_exposition!(
        registry,
        r#"
        app_skipping_requests_total{method="GET",path="/a",status_code="200"} 1
        app_skipping_requests_in_flight 0
        "#
    );
}

#[tokio::test]
async fn what_is_skipped_is_not_seen_at_all() {
    assert_skipped(&site::<declared::SkippingMetrics>(&["/healthz", "/jobs/1", "/a"]).await);
}

/// What has no template is known by its path.
#[tokio::test]
async fn around_a_router_a_route_that_is_skipped_is_forgotten() {
    let registry = Registry::new();
    let metrics = declared::SkippingMetrics::register(&registry).expect("a fresh registry");
    let route = declared::SkippingMetrics::route;
    let routes = Router::new().route("/jobs/{id}", get(ok.layer(route()))).route("/a", get(ok.layer(route())));
    let service = HttpLayer::new(&metrics).layer(routes);
    for path in ["/healthz", "/jobs/1", "/a"] {
        drop(service.clone().oneshot(request("GET", path)).await.expect("infallible"));
    }
    assert_skipped(&registry);
}

#[tokio::test]
async fn the_buckets_can_be_others() {
    let registry = site::<declared::BoundedMetrics>(&["/a"]).await;
    let text = registry.encode_text();
    let buckets = text.lines().filter(|line| line.contains("duration_seconds_bucket")).count();
    assert_eq!(buckets, 3, "{text}");
}

#[tokio::test]
async fn the_duration_can_be_a_native_histogram() {
    let registry = site::<declared::NativeMetrics>(&["/a", "/a"]).await;
    let timed = lines(&registry, "app_native_request_duration_seconds_count");
    assert_eq!(timed, [r#"{method="GET",path="/a"} 2"#]);
    let mut bytes = Vec::new();
    registry.encode(Format::Protobuf, &mut bytes).expect("a vector takes everything");
    assert_eq!(definition("app_native_request_duration_seconds").native.map(|native| native.schema), Some(3));
    assert!(definition("app_native_request_duration_seconds").buckets.is_empty());

    site::<declared::BothMetrics>(&["/a"]).await;
    let both = definition("app_both_request_duration_seconds");
    assert_eq!((both.native.map(|native| native.schema), both.buckets), (Some(5), &[0.1][..]));
}

#[test]
fn they_are_in_the_catalog_with_their_caps() {
    let requests = definition("app_few_requests_total");
    assert_eq!((requests.category, requests.max_series), (Some("http"), Some(40)));
    assert_eq!(requests.worst_case().get(), Some(40));
    let labels: Vec<_> = requests.labels.iter().map(|label| label.name).collect();
    assert_eq!(labels, ["method", "path", "status_code"]);
    assert!(definition("app_class_request_duration_seconds").worst_case().get() <= Some(10_000));
}

#[test]
fn they_can_be_part_of_other_metrics() {
    mod flattened {
        lowcard::http_metrics!(pub(super) InnerMetrics, prefix = "inner");

        #[derive(lowcard::Metrics)]
        pub(super) struct AppMetrics {
            #[metrics(flatten)]
            pub(super) http: InnerMetrics,
            /// Orders.
            pub(super) orders_total: lowcard::Counter,
        }
    }
    let registry = Registry::new();
    let app = flattened::AppMetrics::register(&registry).expect("a fresh registry");
    app.orders_total.inc();
    drop(HttpLayer::new(&app.http).layer(()));
    assert!(registry.encode_text().contains("app_inner_requests_in_flight 0\n"));
}
