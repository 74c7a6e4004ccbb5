//! lowcard's own store of metrics that are met at run time.

use lowcard::dynamic::{Counter, Histogram, Metrics, Policy};
use lowcard::{Format, Registry};

use crate::subject::{Subject, World};
use crate::subjects::lowcard::encode;
use crate::workload::{
    DURATION, Operation, REQUEST_SETS, REQUESTS, TIMING_SETS, Timing, VISIT_SETS, VISITS, Visit, WAITS,
};

/// A registry with an empty store.
fn attached() -> (Registry, Metrics) {
    let registry = Registry::new();
    // One more than there are, for the series that stands for all others.
    let metrics = Metrics::new(Policy::default().max_series(VISIT_SETS + 1));
    registry.attach("dynamic", metrics.clone()).expect("a registry of its own");
    (registry, metrics)
}

/// Names the metric and its labels at each operation.
pub struct Count {
    registry: Registry,
    metrics: Metrics,
}

impl Subject for Count {
    const NAME: &'static str = "**lowcard** dynamic counter(name, labels)";
    type Step = Operation;

    fn new() -> Self {
        let (registry, metrics) = attached();
        Self { registry, metrics }
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        let [method, path, status] = operation.texts();
        self.metrics.counter(REQUESTS, &[("method", method), ("path", path), ("status", status)]).inc();
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }
}

/// Resolves each label set once.
pub struct CountByHandle {
    registry: Registry,
    handles: Vec<Counter>,
}

impl Subject for CountByHandle {
    const NAME: &'static str = "**lowcard** dynamic [handle]";
    type Step = u16;

    fn new() -> Self {
        let (registry, metrics) = attached();
        let handle = |number| {
            let [method, path, status] = Operation::of_request_set(number).texts();
            metrics.counter(REQUESTS, &[("method", method), ("path", path), ("status", status)])
        };
        Self { registry, handles: (0..REQUEST_SETS).map(handle).collect() }
    }

    fn step(operation: Operation) -> u16 {
        operation.request_handle()
    }

    #[inline]
    fn record(&self, handle: u16) {
        self.handles[usize::from(handle)].inc();
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }
}

/// Names the metric and its labels at each operation.
pub struct Observe {
    registry: Registry,
    metrics: Metrics,
}

impl Subject for Observe {
    const NAME: &'static str = "**lowcard** dynamic histogram(name, labels)";
    type Step = Operation;

    fn new() -> Self {
        let (registry, metrics) = attached();
        Self { registry, metrics }
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        let [method, path, _] = operation.texts();
        self.metrics.histogram(DURATION, &[("method", method), ("path", path)]).observe(operation.value);
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }
}

/// Resolves each label set once.
pub struct ObserveByHandle {
    registry: Registry,
    handles: Vec<Histogram>,
}

impl Subject for ObserveByHandle {
    const NAME: &'static str = "**lowcard** dynamic [handle]";
    type Step = (u16, f64);

    fn new() -> Self {
        let (registry, metrics) = attached();
        let handle = |number| {
            let [method, path, _] = Operation::of_timing_set(number).texts();
            metrics.histogram(DURATION, &[("method", method), ("path", path)])
        };
        Self { registry, handles: (0..TIMING_SETS).map(handle).collect() }
    }

    fn step(operation: Operation) -> Self::Step {
        (operation.timing_handle(), operation.value)
    }

    #[inline]
    fn record(&self, (handle, value): Self::Step) {
        self.handles[usize::from(handle)].observe(value);
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }
}

/// A store that meets every family when it is first touched.
pub struct Program {
    registry: Registry,
    metrics: Metrics,
}

impl Program {
    /// With no family and no series.
    pub fn new() -> Self {
        let (registry, metrics) = attached();
        Self { registry, metrics }
    }
}

impl World for Program {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        let [region, route, status] = visit.texts();
        let labels = [("region", region), ("route", route), ("status", status)];
        self.metrics.counter(VISITS[family], &labels).add(amount);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        let [method, path] = timing.texts();
        self.metrics.histogram(WAITS[family], &[("method", method), ("path", path)]).observe(value);
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }

    fn encode(&self, format: Format, room: Vec<u8>) -> Option<Vec<u8>> {
        Some(encode(&self.registry, format, room))
    }
}
