//! prometheus: label values are texts, found by their hash under a read lock; or a child that is kept.

use lowcard::Format;
use prometheus::{
    Encoder as _, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, Opts, ProtobufEncoder, Registry,
    TextEncoder,
};

use crate::subject::{Size, Subject, World};
use crate::workload::{BOUNDS, DURATION, Operation, REQUEST_SETS, REQUESTS, TIMING_SETS, Timing, VISITS, Visit, WAITS};

/// What keeps everything in a registry.
pub(super) trait InRegistry {
    /// That registry.
    fn registry(&self) -> &Registry;
}

impl InRegistry for Count {
    fn registry(&self) -> &Registry {
        &self.registry
    }
}

impl InRegistry for Observe {
    fn registry(&self) -> &Registry {
        &self.registry
    }
}

impl InRegistry for Program {
    fn registry(&self) -> &Registry {
        &self.registry
    }
}

/// Resolves the labels at each operation.
pub struct Count {
    registry: Registry,
    requests: IntCounterVec,
}

impl Subject for Count {
    const NAME: &'static str = "prometheus with_label_values";
    type Step = Operation;

    fn new() -> Self {
        let registry = Registry::new();
        let requests = counters(&registry, REQUESTS, &["method", "path", "status"]);
        Self { registry, requests }
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        self.requests.with_label_values(&operation.texts()).inc();
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}

/// Resolves each label set once.
pub struct CountByHandle {
    registry: Registry,
    handles: Vec<IntCounter>,
}

impl Subject for CountByHandle {
    const NAME: &'static str = "prometheus child [handle]";
    type Step = u16;

    fn new() -> Self {
        let Count { registry, requests } = Count::new();
        let handle = |number| requests.with_label_values(&Operation::of_request_set(number).texts());
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
        scrape(&self.registry)
    }
}

/// Resolves the labels at each operation.
pub struct Observe {
    registry: Registry,
    durations: HistogramVec,
}

impl Subject for Observe {
    const NAME: &'static str = "prometheus with_label_values";
    type Step = Operation;

    fn new() -> Self {
        let registry = Registry::new();
        let durations = histograms(&registry, DURATION);
        Self { registry, durations }
    }

    fn step(operation: Operation) -> Operation {
        operation
    }

    #[inline]
    fn record(&self, operation: Operation) {
        self.durations.with_label_values(&operation.texts()[..2]).observe(operation.value);
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}

/// Resolves each label set once.
pub struct ObserveByHandle {
    registry: Registry,
    handles: Vec<Histogram>,
}

impl Subject for ObserveByHandle {
    const NAME: &'static str = "prometheus child [handle]";
    type Step = (u16, f64);

    fn new() -> Self {
        let Observe { registry, durations } = Observe::new();
        let handle = |number| durations.with_label_values(&Operation::of_timing_set(number).texts()[..2]);
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
        scrape(&self.registry)
    }
}

/// A registry with all families.
pub struct Program {
    registry: Registry,
    visits: Vec<IntCounterVec>,
    waits: Vec<HistogramVec>,
}

impl Program {
    /// Registers the first families of each kind, and touches no series.
    pub fn new(size: Size) -> Self {
        let registry = Registry::new();
        let visits =
            VISITS[..size.counters].iter().map(|name| counters(&registry, name, &["region", "route", "status"]));
        let visits = visits.collect();
        let waits = WAITS[..size.histograms].iter().map(|name| histograms(&registry, name)).collect();
        Self { registry, visits, waits }
    }
}

impl World for Program {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        self.visits[family].with_label_values(&visit.texts()).inc_by(amount);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        self.waits[family].with_label_values(&timing.texts()).observe(value);
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }

    fn encode(&self, format: Format, room: Vec<u8>) -> Option<Vec<u8>> {
        encode(&self.registry, format, room)
    }
}

/// A registered family of counters.
pub(super) fn counters(registry: &Registry, name: &str, labels: &[&str]) -> IntCounterVec {
    let counters = IntCounterVec::new(Opts::new(name, "Help."), labels).expect("a valid name");
    registry.register(Box::new(counters.clone())).expect("a registry of its own");
    counters
}

/// A registered family of histograms.
pub(super) fn histograms(registry: &Registry, name: &str) -> HistogramVec {
    let options = HistogramOpts::new(name, "Help.").buckets(BOUNDS.to_vec());
    let histograms = HistogramVec::new(options, &["method", "path"]).expect("a valid name");
    registry.register(Box::new(histograms.clone())).expect("a registry of its own");
    histograms
}

/// The exposition of a registry.
pub(super) fn scrape(registry: &Registry) -> String {
    let mut out = Vec::new();
    TextEncoder::new().encode(&registry.gather(), &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("the text format is UTF-8")
}

/// The exposition of a registry in one of the two formats that there are.
pub(super) fn encode(registry: &Registry, format: Format, mut room: Vec<u8>) -> Option<Vec<u8>> {
    room.clear();
    let written = match format {
        Format::Text => TextEncoder::new().encode(&registry.gather(), &mut room),
        Format::Protobuf => ProtobufEncoder::new().encode(&registry.gather(), &mut room),
        _ => return None,
    };
    written.expect("a vector takes everything");
    Some(room)
}
