//! lowcard's layer, in the places where it may stand. It records with the registry of the process, as it does in programs.

use axum::handler::Handler as _;
use lowcard::Registry;
use tower_layer::Layer as _;

use super::routes::routes;
use crate::service::{Answers, answers};
use crate::workload::Names;

lowcard::http_metrics!(LayerMetrics, prefix = "layer");
lowcard::http_metrics!(AroundMetrics, prefix = "around");
lowcard::http_metrics!(AxumMetrics, prefix = "axum");

/// What [`by_layer`] exposes.
pub(super) const BY_LAYER: Names = Names {
    requests: "bench_layer_requests_total",
    duration: "bench_layer_request_duration_seconds",
    in_flight: "bench_layer_requests_in_flight",
    ..Names::OURS
};

/// What [`around`] exposes.
pub(super) const AROUND: Names = Names {
    requests: "bench_around_requests_total",
    duration: "bench_around_request_duration_seconds",
    in_flight: "bench_around_requests_in_flight",
    ..Names::OURS
};

/// What [`around_for_axum`] exposes.
pub(super) const AROUND_FOR_AXUM: Names = Names {
    requests: "bench_axum_requests_total",
    duration: "bench_axum_request_duration_seconds",
    in_flight: "bench_axum_requests_in_flight",
    ..Names::OURS
};

/// `Router::layer`.
pub(super) fn by_layer() -> Box<dyn Answers> {
    answers(routes!().layer(LayerMetrics::layer()).with_state(()), exposition)
}

/// Around the router, whose routes say which they are.
pub(super) fn around() -> Box<dyn Answers> {
    let routes = routes!(|handler| handler.layer(AroundMetrics::route()));
    answers(AroundMetrics::layer().layer(routes.with_state(())), exposition)
}

/// The same for axum's own server, which takes bodies of axum's own.
pub(super) fn around_for_axum() -> Box<dyn Answers> {
    answers(AxumMetrics::layer().around(routes!(|handler| handler.layer(AxumMetrics::route()))), exposition)
}

fn exposition() -> String {
    Registry::global().encode_text()
}
