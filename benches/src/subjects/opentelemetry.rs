//! OpenTelemetry's API, in front of its SDK and the exporter to Prometheus, or of something else: attributes are given at
//! each operation.

use lowcard::Format;
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Histogram, Meter, MeterProvider as _};
use opentelemetry_sdk::metrics::SdkMeterProvider;
use prometheus::Registry;

use super::prometheus::{encode, scrape};
use crate::subject::{Size, Subject, World};
use crate::workload::{BOUNDS, DURATION, Operation, REQUESTS, Timing, VISITS, Visit, WAITS};

/// What is behind the API, and what the tables call it.
pub(super) trait Behind: Send + Sync + 'static {
    /// For counters.
    const ADD: &'static str;
    /// For histograms.
    const RECORD: &'static str;

    /// One without instruments.
    fn new() -> Self;

    /// What makes the instruments.
    fn meter(&self) -> &Meter;

    /// What they have recorded.
    fn scrape(&self) -> String;
}

/// Gives the attributes at each operation.
pub struct Count<B> {
    behind: B,
    requests: Counter<u64>,
}

impl<B: Behind> Subject for Count<B> {
    const NAME: &'static str = B::ADD;
    type Step = Operation;

    fn new() -> Self {
        let behind = B::new();
        let requests = counter(behind.meter(), REQUESTS);
        Self { behind, requests }
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        let [method, path, status] = operation.texts();
        let attributes =
            [KeyValue::new("method", method), KeyValue::new("path", path), KeyValue::new("status", status)];
        self.requests.add(1, &attributes);
    }

    fn scrape(&self) -> String {
        self.behind.scrape()
    }
}

/// Gives the attributes at each operation.
pub struct Observe<B> {
    behind: B,
    durations: Histogram<f64>,
}

impl<B: Behind> Subject for Observe<B> {
    const NAME: &'static str = B::RECORD;
    type Step = Operation;

    fn new() -> Self {
        let behind = B::new();
        let durations = histogram(behind.meter(), DURATION);
        Self { behind, durations }
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        let [method, path, _] = operation.texts();
        self.durations.record(operation.value, &[KeyValue::new("method", method), KeyValue::new("path", path)]);
    }

    fn scrape(&self) -> String {
        self.behind.scrape()
    }
}

/// A pipeline with all instruments.
pub struct Program {
    pipeline: Pipeline,
    visits: Vec<Counter<u64>>,
    waits: Vec<Histogram<f64>>,
}

impl Program {
    /// Registers the first families of each kind, and touches no series.
    pub fn new(size: Size) -> Self {
        let pipeline = Pipeline::new();
        let visits = VISITS[..size.counters].iter().map(|name| counter(&pipeline.meter, name)).collect();
        let waits = WAITS[..size.histograms].iter().map(|name| histogram(&pipeline.meter, name)).collect();
        Self { pipeline, visits, waits }
    }
}

impl World for Program {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        let [region, route, status] = visit.texts();
        let attributes =
            [KeyValue::new("region", region), KeyValue::new("route", route), KeyValue::new("status", status)];
        self.visits[family].add(amount, &attributes);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        let [method, path] = timing.texts();
        self.waits[family].record(value, &[KeyValue::new("method", method), KeyValue::new("path", path)]);
    }

    fn scrape(&self) -> String {
        scrape(&self.pipeline.registry)
    }

    fn encode(&self, format: Format, room: Vec<u8>) -> Option<Vec<u8>> {
        encode(&self.pipeline.registry, format, room)
    }
}

/// The SDK and its exporter.
pub struct Pipeline {
    registry: Registry,
    meter: Meter,
    /// Instruments stop to record when it goes.
    _provider: SdkMeterProvider,
}

impl Behind for Pipeline {
    const ADD: &'static str = "opentelemetry add(&[KeyValue])";
    const RECORD: &'static str = "opentelemetry record(&[KeyValue])";

    /// Without what it would add to each series, which the others don't have.
    fn new() -> Self {
        let registry = Registry::new();
        let exporter = opentelemetry_prometheus::exporter()
            .with_registry(registry.clone())
            .without_target_info()
            .scope_info_enabled(false)
            .build()
            .expect("a registry of its own");
        let provider = SdkMeterProvider::builder().with_reader(exporter).build();
        Self { registry, meter: provider.meter("bench"), _provider: provider }
    }

    fn meter(&self) -> &Meter {
        &self.meter
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}

/// What is behind the API adds `_total` itself.
fn counter(meter: &Meter, name: &'static str) -> Counter<u64> {
    meter.u64_counter(name.strip_suffix("_total").unwrap_or(name)).build()
}

fn histogram(meter: &Meter, name: &'static str) -> Histogram<f64> {
    meter.f64_histogram(name).with_boundaries(BOUNDS.to_vec()).build()
}
