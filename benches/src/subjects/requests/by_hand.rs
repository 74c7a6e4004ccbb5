//! Over prometheus, as people write it: a layer that observes when the body has ended, and the function that most programs
//! begin with, which observes when the answer's head is there.

use std::sync::LazyLock;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use http::{Method, StatusCode};
use prometheus::{HistogramVec, IntCounterVec, IntGauge, Registry};

use super::observing::{Observer, Observing};
use super::routes::routes;
use crate::service::{Answers, answers};
use crate::subjects::prometheus::{counters, histograms, scrape};
use crate::workload::{Names, Template};

/// The metrics of a program, which are made when they are first asked for.
struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    in_flight: IntGauge,
}

impl Metrics {
    fn new() -> Self {
        let registry = Registry::new();
        let Names { requests, duration, in_flight, labels, .. } = Names::OURS;
        let requests = counters(&registry, requests, &labels);
        let durations = histograms(&registry, duration);
        let in_flight = IntGauge::new(in_flight, "Help.").expect("a valid name");
        registry.register(Box::new(in_flight.clone())).expect("a registry of its own");
        Self { registry, requests, durations, in_flight }
    }

    fn observe(&self, method: &Method, path: &str, status: StatusCode, started: Instant) {
        let method = method.as_str();
        self.requests.with_label_values(&[method, path, status.as_str()]).inc();
        self.durations.with_label_values(&[method, path]).observe(started.elapsed().as_secs_f64());
        self.in_flight.dec();
    }
}

static OF_LAYER: LazyLock<Metrics> = LazyLock::new(Metrics::new);
static OF_FUNCTION: LazyLock<Metrics> = LazyLock::new(Metrics::new);

/// With a layer.
pub(super) fn by_layer() -> Box<dyn Answers> {
    answers(routes!().layer(Observing(Prometheus)).with_state(()), || scrape(&OF_LAYER.registry))
}

/// With a function.
pub(super) fn by_function() -> Box<dyn Answers> {
    answers(routes!().layer(from_fn(track)).with_state(()), || scrape(&OF_FUNCTION.registry))
}

#[derive(Clone, Copy)]
struct Prometheus;

/// A request that is being answered.
struct Answered {
    method: Method,
    path: Option<MatchedPath>,
    started: Instant,
}

impl Observer for Prometheus {
    type Request = Answered;

    fn begin<B>(&self, request: &http::Request<B>) -> Answered {
        OF_LAYER.in_flight.inc();
        let path = request.extensions().get::<MatchedPath>().cloned();
        Answered { method: request.method().clone(), path, started: Instant::now() }
    }

    fn end(&self, request: &Answered, status: StatusCode) {
        let path = request.path.as_ref().map_or(Template::Unmatched.text(), MatchedPath::as_str);
        OF_LAYER.observe(&request.method, path, status, request.started);
    }
}

async fn track(request: Request, next: Next) -> Response {
    let started = Instant::now();
    OF_FUNCTION.in_flight.inc();
    let path = request.extensions().get::<MatchedPath>();
    let path = path.map_or(Template::Unmatched.text(), MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let response = next.run(request).await;
    OF_FUNCTION.observe(&method, &path, response.status(), started);
    response
}
