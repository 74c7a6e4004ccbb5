//! The facade of metrics in front of a recorder: what its macros do once they have found the recorder.
//!
//! A process has one recorder that the macros find, so both are called as the macros would call them.

use lowcard::Registry;
use lowcard::dynamic::Policy;
use lowcard::metrics::Recorder;
use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::PrometheusRecorder;

use crate::subject::Subject;
use crate::subjects::metrics::{METADATA, key, recorder};
use crate::workload::{DURATION, Operation, REQUEST_SETS, REQUESTS, TIMING_SETS};

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
    type Source = metrics_exporter_prometheus::PrometheusHandle;

    fn new() -> (Self, Self::Source) {
        let recorder = recorder();
        let source = recorder.handle();
        (recorder, source)
    }

    fn scrape(source: &Self::Source) -> String {
        source.render()
    }
}

/// Makes a key at each operation.
pub struct Count<B: Behind> {
    recorder: B,
    source: B::Source,
}

impl<B: Behind> Subject for Count<B> {
    const NAME: &'static str = B::BY_KEY;
    type Step = Operation;

    fn new() -> Self {
        let (recorder, source) = B::new();
        Self { recorder, source }
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        counter(&self.recorder, operation).increment(1);
    }

    fn scrape(&self) -> String {
        B::scrape(&self.source)
    }
}

/// Resolves each label set once.
pub struct CountByHandle<B: Behind> {
    source: B::Source,
    handles: Vec<Counter>,
}

impl<B: Behind> Subject for CountByHandle<B> {
    const NAME: &'static str = B::BY_HANDLE;
    type Step = u16;

    fn new() -> Self {
        let (recorder, source) = B::new();
        let handle = |number| counter(&recorder, Operation::of_request_set(number));
        Self { source, handles: (0..REQUEST_SETS).map(handle).collect() }
    }

    fn step(operation: Operation) -> u16 {
        operation.request_handle()
    }

    #[inline]
    fn record(&self, handle: u16) {
        self.handles[usize::from(handle)].increment(1);
    }

    fn scrape(&self) -> String {
        B::scrape(&self.source)
    }
}

/// Makes a key at each operation.
pub struct Observe<B: Behind> {
    recorder: B,
    source: B::Source,
}

impl<B: Behind> Subject for Observe<B> {
    const NAME: &'static str = B::BY_KEY;
    type Step = Operation;

    fn new() -> Self {
        let (recorder, source) = B::new();
        Self { recorder, source }
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        histogram(&self.recorder, operation).record(operation.value);
    }

    fn scrape(&self) -> String {
        B::scrape(&self.source)
    }
}

/// Resolves each label set once.
pub struct ObserveByHandle<B: Behind> {
    source: B::Source,
    handles: Vec<Histogram>,
}

impl<B: Behind> Subject for ObserveByHandle<B> {
    const NAME: &'static str = B::BY_HANDLE;
    type Step = (u16, f64);

    fn new() -> Self {
        let (recorder, source) = B::new();
        let handle = |number| histogram(&recorder, Operation::of_timing_set(number));
        Self { source, handles: (0..TIMING_SETS).map(handle).collect() }
    }

    fn step(operation: Operation) -> Self::Step {
        (operation.timing_handle(), operation.value)
    }

    #[inline]
    fn record(&self, (handle, value): Self::Step) {
        self.handles[usize::from(handle)].record(value);
    }

    fn scrape(&self) -> String {
        B::scrape(&self.source)
    }
}

#[inline]
fn counter(recorder: &impl metrics::Recorder, operation: Operation) -> Counter {
    let [method, path, status] = operation.texts();
    recorder.register_counter(&key(REQUESTS, &[("method", method), ("path", path), ("status", status)]), &METADATA)
}

#[inline]
fn histogram(recorder: &impl metrics::Recorder, operation: Operation) -> Histogram {
    let [method, path, _] = operation.texts();
    recorder.register_histogram(&key(DURATION, &[("method", method), ("path", path)]), &METADATA)
}
