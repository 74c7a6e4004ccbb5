//! OpenTelemetry's SDK behind its Prometheus exporter: attributes are given at each operation.

use lowcard::Format;
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Histogram, Meter, MeterProvider as _};
use opentelemetry_sdk::metrics::SdkMeterProvider;
use prometheus::Registry;

use super::prometheus::{encode, scrape};
use crate::subject::{Size, Subject, World};
use crate::workload::{BOUNDS, DURATION, Operation, REQUESTS, Timing, VISITS, Visit, WAITS};

/// Gives the attributes at each operation.
pub struct Count {
    pipeline: Pipeline,
    requests: Counter<u64>,
}

impl Subject for Count {
    const NAME: &'static str = "opentelemetry add(&[KeyValue])";
    type Step = Operation;

    fn new() -> Self {
        let pipeline = Pipeline::new();
        let requests = pipeline.counter(REQUESTS);
        Self { pipeline, requests }
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
        scrape(&self.pipeline.registry)
    }
}

/// Gives the attributes at each operation.
pub struct Observe {
    pipeline: Pipeline,
    durations: Histogram<f64>,
}

impl Subject for Observe {
    const NAME: &'static str = "opentelemetry record(&[KeyValue])";
    type Step = Operation;

    fn new() -> Self {
        let pipeline = Pipeline::new();
        let durations = pipeline.histogram(DURATION);
        Self { pipeline, durations }
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
        scrape(&self.pipeline.registry)
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
        let visits = VISITS[..size.counters].iter().map(|name| pipeline.counter(name)).collect();
        let waits = WAITS[..size.histograms].iter().map(|name| pipeline.histogram(name)).collect();
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

struct Pipeline {
    registry: Registry,
    meter: Meter,
    /// Instruments stop to record when it goes.
    _provider: SdkMeterProvider,
}

impl Pipeline {
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

    /// The exporter adds `_total` itself.
    fn counter(&self, name: &'static str) -> Counter<u64> {
        self.meter.u64_counter(name.strip_suffix("_total").unwrap_or(name)).build()
    }

    fn histogram(&self, name: &'static str) -> Histogram<f64> {
        self.meter.f64_histogram(name).with_boundaries(BOUNDS.to_vec()).build()
    }
}
