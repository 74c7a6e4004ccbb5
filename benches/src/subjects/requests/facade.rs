//! Layers of other libraries, over the facade of metrics and its exporter, which is the one of the process.

use axum::Router;
use axum_metrics::MetricLayer;
use axum_prometheus::PrometheusMetricLayer;
use metrics_exporter_prometheus::PrometheusHandle;

use super::routes::routes;
use crate::service::{Answers, answers};
use crate::subjects::metrics::exporter_of_process;
use crate::workload::{Names, UNMATCHED};

/// What axum-prometheus exposes: the path of a request as it came, if no route has it.
pub(super) const AXUM_PROMETHEUS: Names = Names {
    requests: "axum_http_requests_total",
    duration: "axum_http_requests_duration_seconds",
    in_flight: "axum_http_requests_pending",
    labels: ["method", "endpoint", "status"],
    unmatched: UNMATCHED,
    durations_by_status: true,
};

/// What axum-metrics exposes, beside sizes and the time to the first byte.
pub(super) const AXUM_METRICS: Names = Names {
    requests: "http_requests_total",
    duration: "http_request_duration_seconds",
    in_flight: "http_requests_in_flight",
    labels: ["method", "endpoint", "code"],
    unmatched: "unknown",
    durations_by_status: true,
};

/// Its layer as it is, with the recorder that `pair` would make, but without the task that would sort its lists.
pub(super) fn axum_prometheus() -> Box<dyn Answers> {
    with_exporter(routes!().layer(PrometheusMetricLayer::new()))
}

/// Its layer as it is.
pub(super) fn axum_metrics() -> Box<dyn Answers> {
    with_exporter(routes!().layer(MetricLayer::default()))
}

fn with_exporter(routes: Router) -> Box<dyn Answers> {
    let exporter: &PrometheusHandle = exporter_of_process();
    answers(routes.with_state(()), || exporter.render())
}
