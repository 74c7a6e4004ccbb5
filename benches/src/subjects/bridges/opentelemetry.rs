//! The API of OpenTelemetry with lowcard behind it: attributes are given at each operation.

use lowcard::Registry;
use lowcard::dynamic::Policy;
use lowcard::opentelemetry::MeterProvider;
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Histogram, Meter, MeterProvider as _};

use crate::subject::Subject;
use crate::workload::{DURATION, Operation, REQUESTS};

/// A registry that a meter records into.
fn attached() -> (Registry, Meter) {
    let registry = Registry::new();
    let provider = MeterProvider::new(Policy::default());
    provider.attach(&registry).expect("a registry of its own");
    (registry, provider.meter("bench"))
}

/// Gives the attributes at each operation.
pub struct Count {
    registry: Registry,
    requests: Counter<u64>,
}

impl Subject for Count {
    const NAME: &'static str = "opentelemetry add(&[KeyValue]) → **lowcard**";
    type Step = Operation;

    fn new() -> Self {
        let (registry, meter) = attached();
        Self { registry, requests: meter.u64_counter(REQUESTS).build() }
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
        self.registry.encode_text()
    }
}

/// Gives the attributes at each operation.
pub struct Observe {
    registry: Registry,
    durations: Histogram<f64>,
}

impl Subject for Observe {
    const NAME: &'static str = "opentelemetry record(&[KeyValue]) → **lowcard**";
    type Step = Operation;

    fn new() -> Self {
        let (registry, meter) = attached();
        Self { registry, durations: meter.f64_histogram(DURATION).build() }
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
        self.registry.encode_text()
    }
}
