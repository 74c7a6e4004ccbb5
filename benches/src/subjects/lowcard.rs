//! lowcard, through its public API.

use lowcard::{Counter, CounterSeries, Format, Gauge, Histogram, HistogramSeries, LabelSet, Metrics, Registry};

use crate::exposition::Exposition;
use crate::labels::label_enums;
use crate::subject::{NativeSubject, Size, Subject, World};
use crate::workload::{EXEMPLAR, Operation, REQUEST_SETS, TIMING_SETS, Timing, Visit};

/// As the tables call its world.
pub const NAME: &str = "**lowcard**";

label_enums!(#[derive(lowcard::LabelValue)]);

/// The labels of the counters that are updated in a loop.
#[derive(Clone, Copy, LabelSet)]
pub struct RequestLabels {
    method: Method,
    path: Path,
    status: Status,
}

/// The labels of all histograms.
#[derive(Clone, Copy, LabelSet)]
pub struct TimingLabels {
    method: Method,
    path: Path,
}

/// The labels of the counters that are scraped.
#[derive(Clone, Copy, LabelSet)]
pub struct VisitLabels {
    region: Region,
    route: Route,
    status: Status,
}

#[derive(Metrics)]
struct Requests {
    /// Requests answered.
    requests_total: Counter<RequestLabels>,
}

#[derive(Metrics)]
struct Durations {
    /// Time to answer a request.
    #[metric(buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0])]
    request_duration_seconds: Histogram<TimingLabels>,
}

/// Resolves the labels at each operation.
pub struct Count {
    registry: Registry,
    metrics: Requests,
}

impl Subject for Count {
    const NAME: &'static str = "**lowcard** with(labels)";
    type Step = RequestLabels;

    fn new() -> Self {
        let registry = Registry::new();
        let metrics = Requests::register(&registry).expect("a registry of its own");
        Self { registry, metrics }
    }

    fn step(operation: Operation) -> RequestLabels {
        request_labels(operation)
    }

    #[inline]
    fn record(&self, labels: RequestLabels) {
        self.metrics.requests_total.with(labels).inc();
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }
}

/// Resolves each label set once.
pub struct CountByHandle {
    registry: Registry,
    handles: Vec<CounterSeries<'static>>,
}

impl Subject for CountByHandle {
    const NAME: &'static str = "**lowcard** handle [handle]";
    type Step = u16;

    fn new() -> Self {
        let Count { registry, metrics } = Count::new();
        let metrics: &'static Requests = Box::leak(Box::new(metrics));
        let handle = |number| metrics.requests_total.with(request_labels(Operation::of_request_set(number)));
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

/// Resolves the labels at each operation.
pub struct Observe {
    registry: Registry,
    metrics: Durations,
}

impl Subject for Observe {
    const NAME: &'static str = "**lowcard** with(labels)";
    type Step = (TimingLabels, f64);

    fn new() -> Self {
        let registry = Registry::new();
        let metrics = Durations::register(&registry).expect("a registry of its own");
        Self { registry, metrics }
    }

    fn step(operation: Operation) -> Self::Step {
        (timing_labels(operation), operation.value)
    }

    #[inline]
    fn record(&self, (labels, value): Self::Step) {
        self.metrics.request_duration_seconds.with(labels).observe(value);
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }
}

/// Resolves each label set once.
pub struct ObserveByHandle {
    registry: Registry,
    handles: Vec<HistogramSeries<'static>>,
}

impl Subject for ObserveByHandle {
    const NAME: &'static str = "**lowcard** handle [handle]";
    type Step = (u16, f64);

    fn new() -> Self {
        let Observe { registry, metrics } = Observe::new();
        let metrics: &'static Durations = Box::leak(Box::new(metrics));
        let handle = |number| metrics.request_duration_seconds.with(timing_labels(Operation::of_timing_set(number)));
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

/// Counts with an exemplar at each operation, of which one in a second is kept.
pub struct CountWithExemplar(Count);

impl Subject for CountWithExemplar {
    const NAME: &'static str = "**lowcard** inc_with_exemplar";
    type Step = RequestLabels;

    fn new() -> Self {
        Self(Count::new())
    }

    fn step(operation: Operation) -> RequestLabels {
        request_labels(operation)
    }

    #[inline]
    fn record(&self, labels: RequestLabels) {
        self.0.metrics.requests_total.with(labels).inc_with_exemplar(EXEMPLAR);
    }

    fn scrape(&self) -> String {
        open_metrics(&self.0.registry)
    }
}

/// Observes with an exemplar at each operation, of which one in a second is kept for each bucket.
pub struct ObserveWithExemplar(Observe);

impl Subject for ObserveWithExemplar {
    const NAME: &'static str = "**lowcard** observe_with_exemplar";
    type Step = (TimingLabels, f64);

    fn new() -> Self {
        Self(Observe::new())
    }

    fn step(operation: Operation) -> Self::Step {
        (timing_labels(operation), operation.value)
    }

    #[inline]
    fn record(&self, (labels, value): Self::Step) {
        self.0.metrics.request_duration_seconds.with(labels).observe_with_exemplar(value, EXEMPLAR);
    }

    fn scrape(&self) -> String {
        open_metrics(&self.0.registry)
    }
}

/// With the exemplars, which only this text shows.
fn open_metrics(registry: &Registry) -> String {
    String::from_utf8(encode(registry, Format::OpenMetrics, Vec::new())).expect("the text format is UTF-8")
}

#[derive(Metrics)]
struct NativeDurations {
    /// Time to answer a request.
    #[metric(native(schema = 3, max_buckets = 160))]
    request_duration_seconds: Histogram<TimingLabels>,
}

/// Observes in native histograms without classic buckets.
pub struct ObserveNative {
    registry: Registry,
    metrics: NativeDurations,
}

impl Subject for ObserveNative {
    const NAME: &'static str = "**lowcard** with(labels), native";
    type Step = (TimingLabels, f64);

    fn new() -> Self {
        let registry = Registry::new();
        let metrics = NativeDurations::register(&registry).expect("a registry of its own");
        Self { registry, metrics }
    }

    fn step(operation: Operation) -> Self::Step {
        (timing_labels(operation), operation.value)
    }

    #[inline]
    fn record(&self, (labels, value): Self::Step) {
        self.metrics.request_duration_seconds.with(labels).observe(value);
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }

    fn read(&self) -> Result<Exposition, String> {
        Exposition::of_messages(&self.encode(Vec::new()))
    }
}

impl NativeSubject for ObserveNative {
    fn encode(&self, room: Vec<u8>) -> Vec<u8> {
        encode(&self.registry, Format::Protobuf, room)
    }
}

#[derive(Metrics)]
struct Visits {
    /// Visits.
    visits_0_total: Counter<VisitLabels>,
    /// Visits.
    visits_1_total: Counter<VisitLabels>,
    /// Visits.
    visits_2_total: Counter<VisitLabels>,
    /// Visits.
    visits_3_total: Counter<VisitLabels>,
    /// Visits.
    visits_4_total: Counter<VisitLabels>,
    /// Visits.
    visits_5_total: Counter<VisitLabels>,
    /// Visits.
    visits_6_total: Counter<VisitLabels>,
    /// Visits.
    visits_7_total: Counter<VisitLabels>,
    /// Visits.
    visits_8_total: Counter<VisitLabels>,
    /// Visits.
    visits_9_total: Counter<VisitLabels>,
}

#[derive(Metrics)]
struct Waits {
    /// Waits.
    #[metric(buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0])]
    wait_0_seconds: Histogram<TimingLabels>,
    /// Waits.
    #[metric(buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0])]
    wait_1_seconds: Histogram<TimingLabels>,
    /// Waits.
    #[metric(buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0])]
    wait_2_seconds: Histogram<TimingLabels>,
    /// Waits.
    #[metric(buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0])]
    wait_3_seconds: Histogram<TimingLabels>,
    /// Waits.
    #[metric(buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0])]
    wait_4_seconds: Histogram<TimingLabels>,
}

#[derive(Metrics)]
#[expect(dead_code, reason = "it is read from a function")]
struct Idle {
    /// What the scrape asks a function for.
    #[metric(from = idle)]
    idle: Gauge,
}

fn idle() -> i64 {
    7
}

/// A registry with all families.
pub struct Program {
    registry: Registry,
    visits: Vec<Counter<VisitLabels>>,
    waits: Vec<Histogram<TimingLabels>>,
}

impl Program {
    /// Registers the first families of each kind, and touches no series.
    pub fn new(size: Size) -> Self {
        let registry = Registry::new();
        let visits = if size.counters > 0 { visits(&registry) } else { Vec::new() };
        let waits = if size.histograms > 0 { waits(&registry) } else { Vec::new() };
        Self { registry, visits, waits }
    }

    /// Adds a metric that is read from a function.
    #[must_use]
    pub fn with_function(self) -> Self {
        Idle::register(&self.registry).expect("a name of its own");
        self
    }

    /// Where all of it is.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Touches every series as [`World::fill`] does, with an exemplar in each series and bucket.
    pub fn fill_with_exemplars(&self, size: Size) {
        for family in 0..size.counters {
            for visit in Visit::all() {
                self.visits[family].with(visit_labels(visit)).add_with_exemplar(visit.amount(family), EXEMPLAR);
            }
        }
        for family in 0..size.histograms {
            for timing in Timing::all() {
                let waits = self.waits[family].with(wait_labels(timing));
                timing.values(family).for_each(|value| waits.observe_with_exemplar(value, EXEMPLAR));
            }
        }
    }
}

impl World for Program {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        self.visits[family].with(visit_labels(visit)).add(amount);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        self.waits[family].with(wait_labels(timing)).observe(value);
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }

    fn encode(&self, format: Format, room: Vec<u8>) -> Option<Vec<u8>> {
        Some(encode(&self.registry, format, room))
    }
}

/// The exposition of a registry in a format.
pub(super) fn encode(registry: &Registry, format: Format, mut room: Vec<u8>) -> Vec<u8> {
    room.clear();
    registry.encode(format, &mut room).expect("a vector takes everything");
    room
}

fn visits(registry: &Registry) -> Vec<Counter<VisitLabels>> {
    let visits = Visits::register(registry).expect("a registry of its own");
    vec![
        visits.visits_0_total,
        visits.visits_1_total,
        visits.visits_2_total,
        visits.visits_3_total,
        visits.visits_4_total,
        visits.visits_5_total,
        visits.visits_6_total,
        visits.visits_7_total,
        visits.visits_8_total,
        visits.visits_9_total,
    ]
}

fn waits(registry: &Registry) -> Vec<Histogram<TimingLabels>> {
    let waits = Waits::register(registry).expect("a registry of its own");
    vec![waits.wait_0_seconds, waits.wait_1_seconds, waits.wait_2_seconds, waits.wait_3_seconds, waits.wait_4_seconds]
}

fn request_labels(operation: Operation) -> RequestLabels {
    RequestLabels {
        method: Method::ALL[usize::from(operation.method)],
        path: Path::ALL[usize::from(operation.path)],
        status: Status::ALL[usize::from(operation.status)],
    }
}

fn timing_labels(operation: Operation) -> TimingLabels {
    TimingLabels { method: Method::ALL[usize::from(operation.method)], path: Path::ALL[usize::from(operation.path)] }
}

fn visit_labels(visit: Visit) -> VisitLabels {
    VisitLabels { region: Region::ALL[visit.region], route: Route::ALL[visit.route], status: Status::ALL[visit.status] }
}

fn wait_labels(timing: Timing) -> TimingLabels {
    TimingLabels { method: Method::ALL[timing.method], path: Path::ALL[timing.path] }
}
