//! What finds a series by a name and labels that it meets at run time, and hands out a handle of it.

use crate::subject::Subject;
use crate::workload::{Operation, REQUEST_SETS, TIMING_SETS};

/// Such a thing, and what the tables call it.
pub trait Keyed: Send + Sync + 'static {
    /// Where the series of a counter is found at each operation.
    const COUNT: &'static str;
    /// Where the series of a histogram is.
    const OBSERVE: &'static str;
    /// Where handles are kept.
    const BY_HANDLE: &'static str;
    /// A handle of a counter.
    type Counter: Send + Sync;
    /// A handle of a histogram.
    type Histogram: Send + Sync;

    /// One without series.
    fn new() -> Self;

    /// The series of an operation.
    fn counter(&self, operation: Operation) -> Self::Counter;

    /// Adds 1.
    fn inc(counter: &Self::Counter);

    /// The series of an operation.
    fn histogram(&self, operation: Operation) -> Self::Histogram;

    /// Observes a value.
    fn observe(histogram: &Self::Histogram, value: f64);

    /// What was recorded.
    fn scrape(&self) -> String;
}

/// Finds the series at each operation.
pub struct Count<K>(K);

impl<K: Keyed> Subject for Count<K> {
    const NAME: &'static str = K::COUNT;
    type Step = Operation;

    fn new() -> Self {
        Self(K::new())
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        K::inc(&self.0.counter(operation));
    }

    fn scrape(&self) -> String {
        self.0.scrape()
    }
}

/// Finds each series once.
pub struct CountByHandle<K: Keyed> {
    keyed: K,
    handles: Vec<K::Counter>,
}

impl<K: Keyed> Subject for CountByHandle<K> {
    const NAME: &'static str = K::BY_HANDLE;
    type Step = u16;

    fn new() -> Self {
        let keyed = K::new();
        let handles = (0..REQUEST_SETS).map(|number| keyed.counter(Operation::of_request_set(number))).collect();
        Self { keyed, handles }
    }

    fn step(operation: Operation) -> u16 {
        operation.request_handle()
    }

    #[inline]
    fn record(&self, handle: u16) {
        K::inc(&self.handles[usize::from(handle)]);
    }

    fn scrape(&self) -> String {
        self.keyed.scrape()
    }
}

/// Finds the series at each operation.
pub struct Observe<K>(K);

impl<K: Keyed> Subject for Observe<K> {
    const NAME: &'static str = K::OBSERVE;
    type Step = Operation;

    fn new() -> Self {
        Self(K::new())
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        K::observe(&self.0.histogram(operation), operation.value);
    }

    fn scrape(&self) -> String {
        self.0.scrape()
    }
}

/// Finds each series once.
pub struct ObserveByHandle<K: Keyed> {
    keyed: K,
    handles: Vec<K::Histogram>,
}

impl<K: Keyed> Subject for ObserveByHandle<K> {
    const NAME: &'static str = K::BY_HANDLE;
    type Step = (u16, f64);

    fn new() -> Self {
        let keyed = K::new();
        let handles = (0..TIMING_SETS).map(|number| keyed.histogram(Operation::of_timing_set(number))).collect();
        Self { keyed, handles }
    }

    fn step(operation: Operation) -> Self::Step {
        (operation.timing_handle(), operation.value)
    }

    #[inline]
    fn record(&self, (handle, value): Self::Step) {
        K::observe(&self.handles[usize::from(handle)], value);
    }

    fn scrape(&self) -> String {
        self.keyed.scrape()
    }
}
