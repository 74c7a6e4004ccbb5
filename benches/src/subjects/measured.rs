//! measured: typed label sets, a dense array of padded cells.

use measured::label::{FixedCardinalityLabel, LabelValue, LabelVisitor, StaticLabelSet};
use measured::metric::MetricFamilyEncoding;
use measured::metric::histogram::Thresholds;
use measured::metric::name::MetricName;
use measured::text::BufferedTextEncoder;
use measured::{CounterVec, HistogramVec, LabelGroup};

use crate::labels::label_enums;
use crate::subject::{Size, Subject, World};
use crate::workload::{BOUNDS, DURATION, Operation, REQUESTS, Timing, VISITS, Visit, WAITS};

label_enums!();

/// What `#[derive(FixedCardinalityLabel)]` gives, which doesn't compile on an enum that a macro declares.
macro_rules! fixed_cardinality {
    ($($Label:ident),+) => {$(
        impl FixedCardinalityLabel for $Label {
            fn cardinality() -> usize {
                Self::ALL.len()
            }

            #[inline]
            fn encode(&self) -> usize {
                *self as usize
            }

            fn decode(value: usize) -> Self {
                Self::ALL[value]
            }
        }

        impl LabelValue for $Label {
            fn visit<V: LabelVisitor>(&self, visitor: V) -> V::Output {
                visitor.write_str(Self::TEXTS[*self as usize])
            }
        }
    )+};
}

fixed_cardinality!(Method, Path, Status, Region, Route);

/// The labels of the counters that are updated in a loop.
#[derive(Clone, Copy, LabelGroup)]
#[label(set = RequestSet)]
pub struct RequestLabels {
    method: Method,
    path: Path,
    status: Status,
}

/// The labels of all histograms.
#[derive(Clone, Copy, LabelGroup)]
#[label(set = TimingSet)]
pub struct TimingLabels {
    method: Method,
    path: Path,
}

/// The labels of the counters that are scraped.
#[derive(Clone, Copy, LabelGroup)]
#[label(set = VisitSet)]
pub struct VisitLabels {
    region: Region,
    route: Route,
    status: Status,
}

type Durations = HistogramVec<TimingSet, { BOUNDS.len() }>;

/// Resolves the labels at each operation.
pub struct Count {
    requests: CounterVec<RequestSet>,
}

impl Subject for Count {
    const NAME: &'static str = "measured CounterVec (dense)";
    type Step = RequestLabels;

    fn new() -> Self {
        let labels =
            RequestSet { method: StaticLabelSet::new(), path: StaticLabelSet::new(), status: StaticLabelSet::new() };
        Self { requests: CounterVec::dense_with_label_set(labels) }
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
        self.requests.inc(labels);
    }

    fn scrape(&self) -> String {
        let mut encoder = BufferedTextEncoder::new();
        write(&self.requests, REQUESTS, &mut encoder);
        finish(encoder)
    }
}

/// Resolves the labels at each operation.
pub struct Observe {
    durations: Durations,
}

impl Subject for Observe {
    const NAME: &'static str = "measured HistogramVec (dense)";
    type Step = (TimingLabels, f64);

    fn new() -> Self {
        Self { durations: histograms() }
    }

    fn step(operation: Operation) -> Self::Step {
        let method = Method::ALL[usize::from(operation.method)];
        let path = Path::ALL[usize::from(operation.path)];
        (TimingLabels { method, path }, operation.value)
    }

    #[inline]
    fn record(&self, (labels, value): Self::Step) {
        self.durations.observe(labels, value);
    }

    fn scrape(&self) -> String {
        let mut encoder = BufferedTextEncoder::new();
        write(&self.durations, DURATION, &mut encoder);
        finish(encoder)
    }
}

/// All families; there is no registry.
pub struct Program {
    visits: Vec<CounterVec<VisitSet>>,
    waits: Vec<Durations>,
}

impl Program {
    /// Registers the first families of each kind, and touches no series.
    pub fn new(size: Size) -> Self {
        let labels =
            || VisitSet { region: StaticLabelSet::new(), route: StaticLabelSet::new(), status: StaticLabelSet::new() };
        Self {
            visits: (0..size.counters).map(|_| CounterVec::dense_with_label_set(labels())).collect(),
            waits: (0..size.histograms).map(|_| histograms()).collect(),
        }
    }
}

impl World for Program {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        let (region, route, status) = (Region::ALL[visit.region], Route::ALL[visit.route], Status::ALL[visit.status]);
        self.visits[family].inc_by(VisitLabels { region, route, status }, amount);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        let (method, path) = (Method::ALL[timing.method], Path::ALL[timing.path]);
        self.waits[family].observe(TimingLabels { method, path }, value);
    }

    fn scrape(&self) -> String {
        let mut encoder = BufferedTextEncoder::new();
        VISITS.iter().zip(&self.visits).for_each(|(name, family)| write(family, name, &mut encoder));
        WAITS.iter().zip(&self.waits).for_each(|(name, family)| write(family, name, &mut encoder));
        finish(encoder)
    }
}

fn histograms() -> Durations {
    let labels = TimingSet { method: StaticLabelSet::new(), path: StaticLabelSet::new() };
    HistogramVec::dense_with_label_set_and_metadata(labels, Thresholds::with_buckets(BOUNDS))
}

fn write(
    family: &impl MetricFamilyEncoding<BufferedTextEncoder>,
    name: &'static str,
    encoder: &mut BufferedTextEncoder,
) {
    let Ok(()) = family.collect_family_into(MetricName::from_str(name), encoder);
}

/// Its own buffer becomes a `String` without being copied.
fn finish(mut encoder: BufferedTextEncoder) -> String {
    String::from_utf8(encoder.finish().into()).expect("the text format is UTF-8")
}
