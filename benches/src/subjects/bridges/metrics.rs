//! The facade of metrics in front of a recorder: what its macros do once they have found the recorder.
//!
//! A process has one recorder that the macros find, so both are called as the macros would call them.

use lowcard::Registry;
use lowcard::dynamic::Policy;
use lowcard::metrics::Recorder;
use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::{PrometheusHandle, PrometheusRecorder};

use super::keyed::Keyed;
use crate::subjects::metrics::{METADATA, key, recorder};
use crate::workload::{DURATION, Operation, REQUESTS};

/// A recorder, and what the tables call it.
pub trait Behind: metrics::Recorder + Send + Sync + Sized + 'static {
    /// Where a key is made at each operation.
    const BY_KEY: &'static str;
    /// Where a handle is kept.
    const BY_HANDLE: &'static str;
    /// Where its exposition comes from.
    type Source: Send + Sync + 'static;

    /// A recorder of its own.
    fn new() -> (Self, Self::Source);

    /// What it has recorded.
    fn scrape(source: &Self::Source) -> String;
}

impl Behind for Recorder {
    const BY_KEY: &'static str = "metrics register(key) → **lowcard**";
    const BY_HANDLE: &'static str = "metrics handle → **lowcard** [handle]";
    type Source = Registry;

    fn new() -> (Self, Registry) {
        let registry = Registry::new();
        let recorder = Self::new(Policy::default()).attach(&registry).expect("a registry of its own");
        (recorder, registry)
    }

    fn scrape(source: &Registry) -> String {
        source.encode_text()
    }
}

impl Behind for PrometheusRecorder {
    const BY_KEY: &'static str = "metrics register(key) → exporter";
    const BY_HANDLE: &'static str = "metrics handle → exporter [handle]";
    type Source = PrometheusHandle;

    fn new() -> (Self, PrometheusHandle) {
        let recorder = recorder();
        let source = recorder.handle();
        (recorder, source)
    }

    fn scrape(source: &PrometheusHandle) -> String {
        source.render()
    }
}

/// The facade in front of it.
pub struct Facade<B: Behind> {
    recorder: B,
    source: B::Source,
}

impl<B: Behind> Keyed for Facade<B> {
    const COUNT: &'static str = B::BY_KEY;
    const OBSERVE: &'static str = B::BY_KEY;
    const BY_HANDLE: &'static str = B::BY_HANDLE;
    type Counter = Counter;
    type Histogram = Histogram;

    fn new() -> Self {
        let (recorder, source) = B::new();
        Self { recorder, source }
    }

    #[inline]
    fn counter(&self, operation: Operation) -> Counter {
        let [method, path, status] = operation.texts();
        let key = key(REQUESTS, &[("method", method), ("path", path), ("status", status)]);
        self.recorder.register_counter(&key, &METADATA)
    }

    #[inline]
    fn inc(counter: &Counter) {
        counter.increment(1);
    }

    #[inline]
    fn histogram(&self, operation: Operation) -> Histogram {
        let [method, path, _] = operation.texts();
        self.recorder.register_histogram(&key(DURATION, &[("method", method), ("path", path)]), &METADATA)
    }

    #[inline]
    fn observe(histogram: &Histogram, value: f64) {
        histogram.record(value);
    }

    fn scrape(&self) -> String {
        B::scrape(&self.source)
    }
}

/// With lowcard behind it.
pub type ToLowcard = Facade<Recorder>;

/// With the exporter to Prometheus behind it.
pub type ToExporter = Facade<PrometheusRecorder>;
