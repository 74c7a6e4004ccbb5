//! lowcard, through its public API.

use lowcard::{Counter, CounterSeries, Histogram, HistogramSeries, LabelSet, Metrics, Registry};

use crate::labels::label_enums;
use crate::subject::{Size, Subject, World};
use crate::workload::{Operation, REQUEST_SETS, TIMING_SETS, Timing, Visit};

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
}

impl World for Program {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        let (region, route, status) = (Region::ALL[visit.region], Route::ALL[visit.route], Status::ALL[visit.status]);
        self.visits[family].with(VisitLabels { region, route, status }).add(amount);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        let (method, path) = (Method::ALL[timing.method], Path::ALL[timing.path]);
        self.waits[family].with(TimingLabels { method, path }).observe(value);
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }
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
