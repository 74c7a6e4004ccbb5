//! The metrics of a small service.
#![expect(missing_docs, reason = "the labels say it themselves")]

use lowcard::{Counter, Gauge, Histogram, LabelSet, LabelValue, Method, Metrics, StatusClass};

/// Route templates, such as `/orders/{id}`: at most 50 of them, then `other`.
#[derive(LabelValue)]
#[label(max = 50)]
pub struct Route(lowcard::Interned);

#[derive(LabelSet)]
#[labels(category = "http")]
pub struct Request {
    pub method: Method,
    pub route: Route,
    pub status: StatusClass,
}

#[derive(Metrics)]
#[metrics(prefix = "http", category = "http", route = "/metrics")]
pub struct HttpMetrics {
    /// HTTP requests answered.
    pub requests_total: Counter<Request>,
    /// Time from a request's arrival to its answer.
    pub request_duration_seconds: Histogram,
    /// HTTP requests being served.
    pub requests_in_flight: Gauge,
}
