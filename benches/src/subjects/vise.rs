//! vise: typed metrics around prometheus-client, in a map that only grows.

use vise::{Buckets, Counter, EncodeLabelSet, EncodeLabelValue, Family, Format, Histogram, Metrics, Registry};

use crate::labels::label_enums;
use crate::subject::{Size, Subject, World, reuse};
use crate::workload::{BOUNDS, Operation, Timing, Visit};

label_enums!(#[derive(EncodeLabelValue)] #[metrics(rename_all = "snake_case")]);

/// The labels of the counters that are updated in a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    method: Method,
    path: Path,
    status: Status,
}

/// The labels of all histograms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct TimingLabels {
    method: Method,
    path: Path,
}

/// The labels of the counters that are scraped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct VisitLabels {
    region: Region,
    route: Route,
    status: Status,
}

const BUCKETS: Buckets = Buckets::values(&BOUNDS);

#[derive(Debug, Metrics)]
#[metrics(prefix = "bench")]
struct Requests {
    /// Requests answered.
    requests_total: Family<RequestLabels, Counter>,
}

#[derive(Debug, Metrics)]
#[metrics(prefix = "bench")]
struct Durations {
    /// Time to answer a request.
    #[metrics(buckets = BUCKETS)]
    request_duration_seconds: Family<TimingLabels, Histogram>,
}

/// Resolves the labels at each operation.
pub struct Count {
    registry: Registry,
    metrics: Requests,
}

impl Subject for Count {
    const NAME: &'static str = "vise Family";
    type Step = RequestLabels;

    fn new() -> Self {
        let (mut registry, metrics) = (Registry::empty(), Requests::default());
        registry.register_metrics(&metrics);
        Self { registry, metrics }
    }

    fn step(operation: Operation) -> RequestLabels {
        RequestLabels {
            method: Method::ALL[usize::from(operation.method)],
            path: Path::ALL[usize::from(operation.path)],
            status: Status::ALL[usize::from(operation.status)],
        }
    }

    #[inline]
    fn record(&self, labels: RequestLabels) {
        self.metrics.requests_total[&labels].inc();
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}

/// Resolves the labels at each operation.
pub struct Observe {
    registry: Registry,
    metrics: Durations,
}

impl Subject for Observe {
    const NAME: &'static str = "vise Family";
    type Step = (TimingLabels, f64);

    fn new() -> Self {
        let (mut registry, metrics) = (Registry::empty(), Durations::default());
        registry.register_metrics(&metrics);
        Self { registry, metrics }
    }

    fn step(operation: Operation) -> Self::Step {
        let method = Method::ALL[usize::from(operation.method)];
        let path = Path::ALL[usize::from(operation.path)];
        (TimingLabels { method, path }, operation.value)
    }

    #[inline]
    fn record(&self, (labels, value): Self::Step) {
        self.metrics.request_duration_seconds[&labels].observe(value);
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}

#[derive(Debug, Metrics)]
#[metrics(prefix = "bench")]
struct Visits {
    /// Visits.
    visits_0_total: Family<VisitLabels, Counter>,
    /// Visits.
    visits_1_total: Family<VisitLabels, Counter>,
    /// Visits.
    visits_2_total: Family<VisitLabels, Counter>,
    /// Visits.
    visits_3_total: Family<VisitLabels, Counter>,
    /// Visits.
    visits_4_total: Family<VisitLabels, Counter>,
    /// Visits.
    visits_5_total: Family<VisitLabels, Counter>,
    /// Visits.
    visits_6_total: Family<VisitLabels, Counter>,
    /// Visits.
    visits_7_total: Family<VisitLabels, Counter>,
    /// Visits.
    visits_8_total: Family<VisitLabels, Counter>,
    /// Visits.
    visits_9_total: Family<VisitLabels, Counter>,
}

#[derive(Debug, Metrics)]
#[metrics(prefix = "bench")]
struct Waits {
    /// Waits.
    #[metrics(buckets = BUCKETS)]
    wait_0_seconds: Family<TimingLabels, Histogram>,
    /// Waits.
    #[metrics(buckets = BUCKETS)]
    wait_1_seconds: Family<TimingLabels, Histogram>,
    /// Waits.
    #[metrics(buckets = BUCKETS)]
    wait_2_seconds: Family<TimingLabels, Histogram>,
    /// Waits.
    #[metrics(buckets = BUCKETS)]
    wait_3_seconds: Family<TimingLabels, Histogram>,
    /// Waits.
    #[metrics(buckets = BUCKETS)]
    wait_4_seconds: Family<TimingLabels, Histogram>,
}

/// A registry with all families, whether they are touched or not.
pub struct Program {
    registry: Registry,
    visits: Vec<Family<VisitLabels, Counter>>,
    waits: Vec<Family<TimingLabels, Histogram>>,
}

impl Program {
    /// Registers the first families of each kind, and touches no series.
    pub fn new(_: Size) -> Self {
        let mut registry = Registry::empty();
        let visits = Visits::default();
        registry.register_metrics(&visits);
        let waits = Waits::default();
        registry.register_metrics(&waits);
        Self { registry, visits: in_order(visits), waits: waits_in_order(waits) }
    }
}

impl World for Program {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        let (region, route, status) = (Region::ALL[visit.region], Route::ALL[visit.route], Status::ALL[visit.status]);
        self.visits[family][&VisitLabels { region, route, status }].inc_by(amount);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        let (method, path) = (Method::ALL[timing.method], Path::ALL[timing.path]);
        self.waits[family][&TimingLabels { method, path }].observe(value);
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }

    fn encode(&self, format: lowcard::Format, room: Vec<u8>) -> Option<Vec<u8>> {
        let format = match format {
            lowcard::Format::Text => Format::Prometheus,
            lowcard::Format::OpenMetrics => Format::OpenMetricsForPrometheus,
            _ => return None,
        };
        Some(reuse(room, |out| self.registry.encode(out, format).expect("a string takes everything")))
    }
}

fn in_order(visits: Visits) -> Vec<Family<VisitLabels, Counter>> {
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

fn waits_in_order(waits: Waits) -> Vec<Family<TimingLabels, Histogram>> {
    vec![waits.wait_0_seconds, waits.wait_1_seconds, waits.wait_2_seconds, waits.wait_3_seconds, waits.wait_4_seconds]
}

/// In the format that Prometheus reads, which all others write, too.
fn scrape(registry: &Registry) -> String {
    let mut out = String::new();
    registry.encode(&mut out, Format::Prometheus).expect("a string takes everything");
    out
}
