//! lowcard's layer, in the places where it may stand.

use axum::handler::Handler as _;
use lowcard::Registry;
use lowcard::http::HttpLayer;
use tower_layer::Layer as _;

use super::routes::routes;
use crate::service::{Answers, answers};

lowcard::http_metrics!(HttpMetrics);

/// `Router::layer`.
pub(super) fn by_layer() -> Box<dyn Answers> {
    let (layer, registry) = layer();
    answers(routes!().layer(layer).with_state(()), move || registry.encode_text())
}

/// Around the router, whose routes say which they are.
pub(super) fn around() -> Box<dyn Answers> {
    let (layer, registry) = layer();
    let routes = routes!(|handler| handler.layer(HttpMetrics::route()));
    answers(layer.layer(routes.with_state(())), move || registry.encode_text())
}

/// The same for axum's own server, which takes bodies of axum's own.
pub(super) fn around_for_axum() -> Box<dyn Answers> {
    let (layer, registry) = layer();
    let routes = routes!(|handler| handler.layer(HttpMetrics::route()));
    answers(layer.around(routes), move || registry.encode_text())
}

/// One that records into a registry of its own.
fn layer() -> (HttpLayer<HttpMetrics>, Registry) {
    let registry = Registry::new();
    let metrics = HttpMetrics::register(&registry).expect("a registry of its own");
    (HttpLayer::new(&metrics), registry)
}
