//! foundations: functions that find a metric by the hash of its labels, in one registry of the process.

// The attribute expands to code of a style of its own.
#![allow(clippy::pedantic, missing_docs)]

use foundations::telemetry::metrics::{Counter, Histogram, HistogramBuilder, collect, metrics};
use foundations::telemetry::settings::MetricsSettings;

use crate::labels::label_enums;
use crate::subject::{Size, Subject, World};
use crate::workload::{BOUNDS, Operation, Timing, Visit};

label_enums!(#[derive(serde::Serialize)]);

/// Counts.
pub struct Count;

impl Subject for Count {
    const NAME: &'static str = "foundations #[metrics]";
    type Step = (Method, Path, Status);

    fn new() -> Self {
        Self
    }

    fn step(operation: Operation) -> Self::Step {
        (
            Method::ALL[usize::from(operation.method)],
            Path::ALL[usize::from(operation.path)],
            Status::ALL[usize::from(operation.status)],
        )
    }

    #[inline]
    fn record(&self, (method, path, status): Self::Step) {
        bench::requests_total(method, path, status).inc();
    }

    fn scrape(&self) -> String {
        scrape()
    }
}

/// Observes.
pub struct Observe;

impl Subject for Observe {
    const NAME: &'static str = "foundations #[metrics]";
    type Step = (Method, Path, f64);

    fn new() -> Self {
        Self
    }

    fn step(operation: Operation) -> Self::Step {
        (Method::ALL[usize::from(operation.method)], Path::ALL[usize::from(operation.path)], operation.value)
    }

    #[inline]
    fn record(&self, (method, path, value): Self::Step) {
        bench::request_duration_seconds(method, path).observe(value);
    }

    fn scrape(&self) -> String {
        scrape()
    }
}

/// All families, in the registry of the process, where they come to life when they are touched.
pub struct Program;

impl Program {
    /// Registers the first families of each kind, and touches no series.
    pub fn new(_: Size) -> Self {
        Self
    }
}

impl World for Program {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        let count = [
            bench::visits_0_total,
            bench::visits_1_total,
            bench::visits_2_total,
            bench::visits_3_total,
            bench::visits_4_total,
            bench::visits_5_total,
            bench::visits_6_total,
            bench::visits_7_total,
            bench::visits_8_total,
            bench::visits_9_total,
        ][family];
        count(Region::ALL[visit.region], Route::ALL[visit.route], Status::ALL[visit.status]).inc_by(amount);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        let observe = [
            bench::wait_0_seconds,
            bench::wait_1_seconds,
            bench::wait_2_seconds,
            bench::wait_3_seconds,
            bench::wait_4_seconds,
        ][family];
        observe(Method::ALL[timing.method], Path::ALL[timing.path]).observe(value);
    }

    fn scrape(&self) -> String {
        scrape()
    }
}

fn scrape() -> String {
    collect(&MetricsSettings::default()).expect("labels that can be written")
}

#[metrics(unprefixed)]
mod bench {
    /// Requests answered.
    pub fn requests_total(method: Method, path: Path, status: Status) -> Counter;

    /// Time to answer a request.
    #[ctor = HistogramBuilder { buckets: &BOUNDS }]
    pub fn request_duration_seconds(method: Method, path: Path) -> Histogram;

    /// Visits.
    pub fn visits_0_total(region: Region, route: Route, status: Status) -> Counter;

    /// Visits.
    pub fn visits_1_total(region: Region, route: Route, status: Status) -> Counter;

    /// Visits.
    pub fn visits_2_total(region: Region, route: Route, status: Status) -> Counter;

    /// Visits.
    pub fn visits_3_total(region: Region, route: Route, status: Status) -> Counter;

    /// Visits.
    pub fn visits_4_total(region: Region, route: Route, status: Status) -> Counter;

    /// Visits.
    pub fn visits_5_total(region: Region, route: Route, status: Status) -> Counter;

    /// Visits.
    pub fn visits_6_total(region: Region, route: Route, status: Status) -> Counter;

    /// Visits.
    pub fn visits_7_total(region: Region, route: Route, status: Status) -> Counter;

    /// Visits.
    pub fn visits_8_total(region: Region, route: Route, status: Status) -> Counter;

    /// Visits.
    pub fn visits_9_total(region: Region, route: Route, status: Status) -> Counter;

    /// Waits.
    #[ctor = HistogramBuilder { buckets: &BOUNDS }]
    pub fn wait_0_seconds(method: Method, path: Path) -> Histogram;

    /// Waits.
    #[ctor = HistogramBuilder { buckets: &BOUNDS }]
    pub fn wait_1_seconds(method: Method, path: Path) -> Histogram;

    /// Waits.
    #[ctor = HistogramBuilder { buckets: &BOUNDS }]
    pub fn wait_2_seconds(method: Method, path: Path) -> Histogram;

    /// Waits.
    #[ctor = HistogramBuilder { buckets: &BOUNDS }]
    pub fn wait_3_seconds(method: Method, path: Path) -> Histogram;

    /// Waits.
    #[ctor = HistogramBuilder { buckets: &BOUNDS }]
    pub fn wait_4_seconds(method: Method, path: Path) -> Histogram;
}
