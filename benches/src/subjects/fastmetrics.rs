//! fastmetrics: typed label sets, found by a fast hash under a read lock.

use fastmetrics::derive::{EncodeLabelValue, LabelSet};
use fastmetrics::format::protobuf::{self, ProtobufProfile};
use fastmetrics::format::text::{EscapingScheme, TextProfile, encode};
use fastmetrics::metrics::counter::Counter;
use fastmetrics::metrics::family::Family;
use fastmetrics::metrics::histogram::Histogram;
use fastmetrics::registry::Registry;
use lowcard::Format;

use crate::labels::label_enums;
use crate::subject::{Size, Subject, World, reuse};
use crate::workload::{BOUNDS, DURATION, Operation, REQUESTS, Timing, VISITS, Visit, WAITS};

label_enums!(#[derive(EncodeLabelValue)]);

/// The labels of the counters that are updated in a loop.
#[derive(Clone, Copy, PartialEq, Eq, Hash, LabelSet)]
pub struct RequestLabels {
    method: Method,
    path: Path,
    status: Status,
}

/// The labels of all histograms.
#[derive(Clone, Copy, PartialEq, Eq, Hash, LabelSet)]
pub struct TimingLabels {
    method: Method,
    path: Path,
}

/// The labels of the counters that are scraped.
#[derive(Clone, Copy, PartialEq, Eq, Hash, LabelSet)]
pub struct VisitLabels {
    region: Region,
    route: Route,
    status: Status,
}

/// Resolves the labels at each operation.
pub struct Count {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
}

impl Subject for Count {
    const NAME: &'static str = "fastmetrics Family";
    type Step = RequestLabels;

    fn new() -> Self {
        let mut registry = Registry::default();
        let requests = Family::default();
        registry.register(REQUESTS, "Help", requests.clone()).expect("a registry of its own");
        Self { registry, requests }
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
        self.requests.with_or_new(&labels, Counter::inc);
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}

/// Resolves the labels at each operation.
pub struct Observe {
    registry: Registry,
    durations: Family<TimingLabels, Histogram>,
}

impl Subject for Observe {
    const NAME: &'static str = "fastmetrics Family";
    type Step = (TimingLabels, f64);

    fn new() -> Self {
        let mut registry = Registry::default();
        let durations = histograms();
        registry.register(DURATION, "Help", durations.clone()).expect("a registry of its own");
        Self { registry, durations }
    }

    fn step(operation: Operation) -> Self::Step {
        let method = Method::ALL[usize::from(operation.method)];
        let path = Path::ALL[usize::from(operation.path)];
        (TimingLabels { method, path }, operation.value)
    }

    #[inline]
    fn record(&self, (labels, value): Self::Step) {
        self.durations.with_or_new(&labels, |durations| durations.observe(value));
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}

/// A registry with all families.
pub struct Program {
    registry: Registry,
    visits: Vec<Family<VisitLabels, Counter>>,
    waits: Vec<Family<TimingLabels, Histogram>>,
}

impl Program {
    /// Registers the first families of each kind, and touches no series.
    pub fn new(size: Size) -> Self {
        let mut registry = Registry::default();
        let visits: Vec<Family<_, _>> = (0..size.counters).map(|_| Family::default()).collect();
        let waits: Vec<_> = (0..size.histograms).map(|_| histograms()).collect();
        for (name, family) in VISITS.iter().zip(&visits) {
            registry.register(*name, "Help", family.clone()).expect("a registry of its own");
        }
        for (name, family) in WAITS.iter().zip(&waits) {
            registry.register(*name, "Help", family.clone()).expect("a registry of its own");
        }
        Self { registry, visits, waits }
    }
}

impl World for Program {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        let (region, route, status) = (Region::ALL[visit.region], Route::ALL[visit.route], Status::ALL[visit.status]);
        self.visits[family].with_or_new(&VisitLabels { region, route, status }, |visits| visits.inc_by(amount));
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        let (method, path) = (Method::ALL[timing.method], Path::ALL[timing.path]);
        self.waits[family].with_or_new(&TimingLabels { method, path }, |waits| waits.observe(value));
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }

    fn encode(&self, format: Format, mut room: Vec<u8>) -> Option<Vec<u8>> {
        let text =
            |room, profile| reuse(room, |out| encode(out, &self.registry, profile).expect("a string takes everything"));
        let escaping_scheme = EscapingScheme::Underscores;
        match format {
            Format::Text => Some(text(room, TextProfile::PrometheusV0_0_4)),
            Format::OpenMetrics => Some(text(room, TextProfile::OpenMetricsV1_0_0 { escaping_scheme })),
            Format::Protobuf => {
                room.clear();
                let written = protobuf::encode(&mut room, &self.registry, ProtobufProfile::Prometheus);
                written.expect("a vector takes everything");
                Some(room)
            }
            _ => None,
        }
    }
}

fn histograms() -> Family<TimingLabels, Histogram> {
    Family::new(|| Histogram::new(BOUNDS))
}

fn scrape(registry: &Registry) -> String {
    let mut out = String::new();
    encode(&mut out, registry, TextProfile::PrometheusV0_0_4).expect("a string takes everything");
    out
}
