//! What every subject is asked to do, and the names under which it must be found afterwards.

mod call;
mod operation;
mod series;

pub use call::{CALLS, Call, Names, Template, UNMATCHED, calls};
pub use operation::{Operation, Sequence};
pub use series::{Timing, Visit};

use crate::labels::{Method, Path, Region, Route, Status};
use crate::subject::Size;
use crate::tally::Tally;

/// The counters that are updated in a loop.
pub const REQUESTS: &str = "bench_requests_total";
/// The histograms that are updated in a loop.
pub const DURATION: &str = "bench_request_duration_seconds";
/// The counters that are scraped.
pub const VISITS: [&str; 10] = [
    "bench_visits_0_total",
    "bench_visits_1_total",
    "bench_visits_2_total",
    "bench_visits_3_total",
    "bench_visits_4_total",
    "bench_visits_5_total",
    "bench_visits_6_total",
    "bench_visits_7_total",
    "bench_visits_8_total",
    "bench_visits_9_total",
];
/// The histograms that are scraped.
pub const WAITS: [&str; 5] = [
    "bench_wait_0_seconds",
    "bench_wait_1_seconds",
    "bench_wait_2_seconds",
    "bench_wait_3_seconds",
    "bench_wait_4_seconds",
];

/// The upper bounds of every histogram, without `+Inf`.
pub const BOUNDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// The schema of every native histogram: eight buckets an octave.
pub const SCHEMA: i8 = 3;

/// What every exemplar says: a trace and a span, as W3C writes them.
pub const EXEMPLAR: [(&str, &str); 2] =
    [("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"), ("span_id", "00f067aa0ba902b7")];

/// Label sets of method, path and status.
pub const REQUEST_SETS: usize = Method::ALL.len() * Path::ALL.len() * Status::ALL.len();
/// Label sets of method and path.
pub const TIMING_SETS: usize = Method::ALL.len() * Path::ALL.len();
/// Label sets of region, route and status.
pub const VISIT_SETS: usize = Region::ALL.len() * Route::ALL.len() * Status::ALL.len();

/// What a scrape must say once a family of counters went through a sequence.
pub fn requests(sequence: Sequence) -> Tally {
    let mut tally = Tally::default();
    for operation in sequence.operations() {
        tally.count(REQUESTS, &request_labels(operation), 1);
    }
    tally
}

/// What a scrape must say once a family of histograms went through a sequence.
pub fn durations(sequence: Sequence) -> Tally {
    let mut tally = Tally::default();
    for operation in sequence.operations() {
        tally.observe(DURATION, &request_labels(operation)[..2], operation.value, 1);
    }
    tally
}

/// The same for native histograms.
pub fn native_durations(sequence: Sequence) -> Tally {
    let mut tally = Tally::default();
    for operation in sequence.operations() {
        tally.observe_native(DURATION, &request_labels(operation)[..2], SCHEMA.into(), operation.value, 1);
    }
    tally
}

/// What a scrape must say once a world of this size was filled this often.
pub fn world(size: Size, times: u64) -> Tally {
    let mut tally = Tally::default();
    for (family, name) in VISITS[..size.counters].iter().enumerate() {
        for visit in Visit::all() {
            let [region, route, status] = visit.texts();
            let labels = [("region", region), ("route", route), ("status", status)];
            tally.count(name, &labels, times * visit.amount(family));
        }
    }
    for (family, name) in WAITS[..size.histograms].iter().enumerate() {
        for timing in Timing::all() {
            let [method, path] = timing.texts();
            timing
                .values(family)
                .for_each(|value| tally.observe(name, &[("method", method), ("path", path)], value, times));
        }
    }
    tally
}

fn request_labels(operation: Operation) -> [(&'static str, &'static str); 3] {
    let [method, path, status] = operation.texts();
    [("method", method), ("path", path), ("status", status)]
}
