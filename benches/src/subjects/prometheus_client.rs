//! prometheus-client: typed label sets, found by their hash under a read lock; or a metric that is kept.

use std::time::SystemTime;

use lowcard::Format;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, prometheus_protobuf};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::exemplar::{CounterWithExemplar, HistogramWithExemplars};
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::histogram::{Histogram, NativeHistogramConfig};
use prometheus_client::registry::Registry;

use crate::exposition::Exposition;
use crate::labels::label_enums;
use crate::subject::{NativeSubject, Size, Subject, World, reuse};
use crate::workload::{
    BOUNDS, DURATION, EXEMPLAR, Operation, REQUEST_SETS, REQUESTS, SCHEMA, TIMING_SETS, Timing, VISITS, Visit, WAITS,
};

label_enums!(#[derive(EncodeLabelValue)]);

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

/// Makes a family's histograms.
#[derive(Clone)]
struct Buckets;

impl MetricConstructor<Histogram> for Buckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new(BOUNDS)
    }
}

type Durations = Family<TimingLabels, Histogram, Buckets>;

/// Resolves the labels at each operation.
pub struct Count {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
}

impl Subject for Count {
    const NAME: &'static str = "prometheus-client Family";
    type Step = RequestLabels;

    fn new() -> Self {
        let mut registry = Registry::default();
        let requests = Family::default();
        registry.register(before_total(REQUESTS), "Help", requests.clone());
        Self { registry, requests }
    }

    fn step(operation: Operation) -> RequestLabels {
        request_labels(operation)
    }

    #[inline]
    fn record(&self, labels: RequestLabels) {
        self.requests.get_or_create(&labels).inc();
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}

/// Resolves each label set once.
pub struct CountByHandle {
    registry: Registry,
    handles: Vec<Counter>,
}

impl Subject for CountByHandle {
    const NAME: &'static str = "prometheus-client metric [handle]";
    type Step = u16;

    fn new() -> Self {
        let Count { registry, requests } = Count::new();
        let handle = |number| requests.get_or_create_owned(&request_labels(Operation::of_request_set(number)));
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
    durations: Durations,
}

impl Subject for Observe {
    const NAME: &'static str = "prometheus-client Family";
    type Step = (TimingLabels, f64);

    fn new() -> Self {
        let mut registry = Registry::default();
        let durations = Family::new_with_constructor(Buckets);
        registry.register(DURATION, "Help", durations.clone());
        Self { registry, durations }
    }

    fn step(operation: Operation) -> Self::Step {
        (timing_labels(operation), operation.value)
    }

    #[inline]
    fn record(&self, (labels, value): Self::Step) {
        self.durations.get_or_create(&labels).observe(value);
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
    const NAME: &'static str = "prometheus-client metric [handle]";
    type Step = (u16, f64);

    fn new() -> Self {
        let Observe { registry, durations } = Observe::new();
        let handle = |number| durations.get_or_create_owned(&timing_labels(Operation::of_timing_set(number)));
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

/// The labels of an exemplar.
type Exemplar = [(&'static str, &'static str); 2];

/// Counts with an exemplar at each operation, which is kept until the next one.
pub struct CountWithExemplar {
    registry: Registry,
    requests: Family<RequestLabels, CounterWithExemplar<Exemplar>>,
}

impl Subject for CountWithExemplar {
    const NAME: &'static str = "prometheus-client CounterWithExemplar";
    type Step = RequestLabels;

    fn new() -> Self {
        let mut registry = Registry::default();
        let requests = Family::default();
        registry.register(before_total(REQUESTS), "Help", requests.clone());
        Self { registry, requests }
    }

    fn step(operation: Operation) -> RequestLabels {
        request_labels(operation)
    }

    #[inline]
    fn record(&self, labels: RequestLabels) {
        self.requests.get_or_create(&labels).inc_by(1, Some(EXEMPLAR), Some(SystemTime::now()));
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}

/// Makes a family's histograms with exemplars.
#[derive(Clone)]
struct BucketsWithExemplars;

impl MetricConstructor<HistogramWithExemplars<Exemplar>> for BucketsWithExemplars {
    fn new_metric(&self) -> HistogramWithExemplars<Exemplar> {
        HistogramWithExemplars::new(BOUNDS.into_iter())
    }
}

/// Observes with an exemplar at each operation, which is kept until the next one of the same bucket.
pub struct ObserveWithExemplar {
    registry: Registry,
    durations: Family<TimingLabels, HistogramWithExemplars<Exemplar>, BucketsWithExemplars>,
}

impl Subject for ObserveWithExemplar {
    const NAME: &'static str = "prometheus-client HistogramWithExemplars";
    type Step = (TimingLabels, f64);

    fn new() -> Self {
        let mut registry = Registry::default();
        let durations = Family::new_with_constructor(BucketsWithExemplars);
        registry.register(DURATION, "Help", durations.clone());
        Self { registry, durations }
    }

    fn step(operation: Operation) -> Self::Step {
        (timing_labels(operation), operation.value)
    }

    #[inline]
    fn record(&self, (labels, value): Self::Step) {
        self.durations.get_or_create(&labels).observe(value, Some(EXEMPLAR), Some(SystemTime::now()));
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}

/// Makes a family's native histograms.
#[derive(Clone)]
struct NativeBuckets;

impl MetricConstructor<Histogram> for NativeBuckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new_native(NativeHistogramConfig::with_schema(SCHEMA).max_buckets(160))
    }
}

/// Observes in native histograms without classic buckets.
pub struct ObserveNative {
    registry: Registry,
    durations: Family<TimingLabels, Histogram, NativeBuckets>,
}

impl Subject for ObserveNative {
    const NAME: &'static str = "prometheus-client Family, native";
    type Step = (TimingLabels, f64);

    fn new() -> Self {
        let mut registry = Registry::default();
        let durations = Family::new_with_constructor(NativeBuckets);
        registry.register(DURATION, "Help", durations.clone());
        Self { registry, durations }
    }

    fn step(operation: Operation) -> Self::Step {
        (timing_labels(operation), operation.value)
    }

    #[inline]
    fn record(&self, (labels, value): Self::Step) {
        self.durations.get_or_create(&labels).observe(value);
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }

    fn read(&self) -> Result<Exposition, String> {
        Exposition::of_messages(&messages(&self.registry))
    }
}

impl NativeSubject for ObserveNative {
    fn encode(&self, _room: Vec<u8>) -> Vec<u8> {
        messages(&self.registry)
    }
}

/// A registry with all families.
pub struct Program {
    registry: Registry,
    visits: Vec<Family<VisitLabels, Counter>>,
    waits: Vec<Durations>,
}

impl Program {
    /// Registers the first families of each kind, and touches no series.
    pub fn new(size: Size) -> Self {
        let mut registry = Registry::default();
        let visits: Vec<_> = (0..size.counters).map(|_| Family::default()).collect();
        let waits: Vec<_> = (0..size.histograms).map(|_| Family::new_with_constructor(Buckets)).collect();
        VISITS
            .iter()
            .zip(&visits)
            .for_each(|(name, family)| registry.register(before_total(name), "Help", family.clone()));
        WAITS.iter().zip(&waits).for_each(|(name, family)| registry.register(*name, "Help", family.clone()));
        Self { registry, visits, waits }
    }
}

impl World for Program {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        let (region, route, status) = (Region::ALL[visit.region], Route::ALL[visit.route], Status::ALL[visit.status]);
        self.visits[family].get_or_create(&VisitLabels { region, route, status }).inc_by(amount);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        let (method, path) = (Method::ALL[timing.method], Path::ALL[timing.path]);
        self.waits[family].get_or_create(&TimingLabels { method, path }).observe(value);
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }

    fn encode(&self, format: Format, room: Vec<u8>) -> Option<Vec<u8>> {
        match format {
            Format::OpenMetrics => {
                Some(reuse(room, |out| encode(out, &self.registry).expect("a string takes everything")))
            }
            Format::Protobuf => Some(messages(&self.registry)),
            _ => None,
        }
    }
}

/// The name of a counter, to which the peer adds `_total` itself.
fn before_total(name: &str) -> &str {
    name.strip_suffix("_total").unwrap_or(name)
}

/// It has no way to use room again.
fn messages(registry: &Registry) -> Vec<u8> {
    prometheus_protobuf::encode_to_vec(registry).expect("a vector takes everything")
}

fn scrape(registry: &Registry) -> String {
    let mut out = String::new();
    encode(&mut out, registry).expect("a string takes everything");
    out
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
