//! The metrics of HTTP requests in a crate under the strictest lints that a team may have.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unused_qualifications, unreachable_pub, clippy::all, clippy::pedantic)]

use lowcard::http::HttpLayer;
use lowcard::{Metrics, Registry};

lowcard::http_metrics!(
    /// What the application answers.
    pub HttpMetrics,
    labels(path = "route", status_code = "status"),
);

mod admin {
    lowcard::http_metrics!(
        pub(crate) AdminMetrics,
        prefix = "admin_http",
        category = "http",
        status = "class",
        buckets = [0.1, 1],
        native(schema = 5, max_buckets = 40),
        body_sizes,
        skip = ["/healthz", "/metrics"],
        paths = 20,
        labels(path = "route", status_code = "status"),
        max_series = 500,
    );
}

/// All metrics.
#[derive(Metrics)]
struct AppMetrics {
    /// Those of the application.
    #[metrics(flatten)]
    http: HttpMetrics,
    /// Those of its administration.
    #[metrics(flatten)]
    admin: admin::AdminMetrics,
}

fn main() {
    lowcard::http_metrics!(LocalMetrics, prefix = "local", labels(path = "route", status_code = "status"));

    let _layer = LocalMetrics::layer();
    let registry = Registry::new();
    match AppMetrics::register(&registry) {
        Ok(metrics) => {
            let _layers = (HttpLayer::new(&metrics.http), HttpLayer::new(&metrics.admin));
            let (method, path) = (lowcard::Method::Get, "/orders".into());
            metrics.http.requests_total.with(HttpMetricsRequest { method, path, status_code: 200.into() }).inc();
            let text = registry.encode_text();
            assert!(text.contains("app_http_requests_total{method=\"GET\",route=\"/orders\",status=\"200\"} 1\n"));
        }
        Err(error) => assert_eq!(error.to_string(), ""),
    }
}
