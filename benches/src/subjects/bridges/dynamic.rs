//! lowcard's own store of metrics that are met at run time.

use lowcard::dynamic::{Counter, Histogram, Metrics, Policy};
use lowcard::{Format, Registry};

use super::keyed::Keyed;
use crate::subject::World;
use crate::subjects::lowcard::encode;
use crate::workload::{DURATION, Operation, REQUESTS, Timing, VISIT_SETS, VISITS, Visit, WAITS};

/// The store, in a registry.
pub struct Attached {
    registry: Registry,
    metrics: Metrics,
}

impl Keyed for Attached {
    const COUNT: &'static str = "**lowcard** dynamic counter(name, labels)";
    const OBSERVE: &'static str = "**lowcard** dynamic histogram(name, labels)";
    const BY_HANDLE: &'static str = "**lowcard** dynamic [handle]";
    type Counter = Counter;
    type Histogram = Histogram;

    fn new() -> Self {
        let registry = Registry::new();
        // One more than there are, for the series that stands for all others.
        let metrics = Metrics::new(Policy::default().max_series(VISIT_SETS + 1));
        registry.attach("dynamic", metrics.clone()).expect("a registry of its own");
        Self { registry, metrics }
    }

    #[inline]
    fn counter(&self, operation: Operation) -> Counter {
        let [method, path, status] = operation.texts();
        self.metrics.counter(REQUESTS, &[("method", method), ("path", path), ("status", status)])
    }

    #[inline]
    fn inc(counter: &Counter) {
        counter.inc();
    }

    #[inline]
    fn histogram(&self, operation: Operation) -> Histogram {
        let [method, path, _] = operation.texts();
        self.metrics.histogram(DURATION, &[("method", method), ("path", path)])
    }

    #[inline]
    fn observe(histogram: &Histogram, value: f64) {
        histogram.observe(value);
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }
}

impl World for Attached {
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
        Keyed::scrape(self)
    }

    fn encode(&self, format: Format, room: Vec<u8>) -> Option<Vec<u8>> {
        Some(encode(&self.registry, format, room))
    }
}
