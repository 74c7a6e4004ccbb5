//! The least that is kept of requests: a dense array of atomics for each family.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use http::{Method, StatusCode};

use super::histograms::{add_float, bucket, split};
use super::lines::HistogramLines;
use crate::workload::{BOUNDS, Names, Template};

/// Counters by method, template and status; histograms by method and template; and one gauge.
pub struct RequestAtomics {
    in_flight: AtomicI64,
    requests: [[AtomicU64; STATUSES]; ROWS],
    durations: [[AtomicU64; BOUNDS.len() + 2]; ROWS],
}

/// Those of HTTP, and any other.
const METHODS: [&str; 10] = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "CONNECT", "TRACE", "other"];

/// Method and template.
const ROWS: usize = METHODS.len() * Template::ALL.len();

const STATUSES: usize = 900;
const FIRST_STATUS: u16 = 100;

impl RequestAtomics {
    #[expect(clippy::large_stack_arrays, reason = "it is made for statics")]
    pub(in crate::subjects) const fn new() -> Self {
        Self {
            in_flight: AtomicI64::new(0),
            requests: [const { [const { AtomicU64::new(0) }; STATUSES] }; ROWS],
            durations: [const { [const { AtomicU64::new(0) }; BOUNDS.len() + 2] }; ROWS],
        }
    }

    /// A request has come.
    #[inline]
    pub(in crate::subjects) fn begin(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    /// The last of it is gone.
    #[inline]
    pub(in crate::subjects) fn end(&self, (method, template, status): (usize, Template, StatusCode), took: Duration) {
        let row = method * Template::ALL.len() + template as usize;
        let took = took.as_secs_f64();
        self.requests[row][usize::from(status.as_u16() - FIRST_STATUS)].fetch_add(1, Ordering::Relaxed);
        self.durations[row][bucket(took)].fetch_add(1, Ordering::Relaxed);
        add_float(&self.durations[row][BOUNDS.len() + 1], took);
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
    }

    /// The exposition.
    pub(in crate::subjects) fn scrape(&self) -> String {
        let Names { requests, duration, in_flight, .. } = Names::OURS;
        let mut out = format!("{in_flight} {}\n", self.in_flight.load(Ordering::Relaxed));
        for row in 0..ROWS {
            let (method, path) = (METHODS[row / Template::ALL.len()], Template::ALL[row % Template::ALL.len()].text());
            for (status, count) in (FIRST_STATUS..).zip(&self.requests[row]) {
                let labels = format!("method=\"{method}\",path=\"{path}\",status_code=\"{status}\"");
                writeln!(out, "{requests}{{{labels}}} {}", count.load(Ordering::Relaxed)).expect("a string takes all");
            }
            let (buckets, sum) = split(self.durations[row].each_ref().map(|cell| cell.load(Ordering::Relaxed)));
            HistogramLines::new(duration, method, path).write(&mut out, buckets, sum);
        }
        out
    }
}

/// The number of a method.
#[inline]
pub(in crate::subjects) fn method_number(method: &Method) -> usize {
    match *method {
        Method::GET => 0,
        Method::POST => 1,
        Method::PUT => 2,
        Method::DELETE => 3,
        Method::HEAD => 4,
        Method::OPTIONS => 5,
        Method::PATCH => 6,
        Method::CONNECT => 7,
        Method::TRACE => 8,
        _ => 9,
    }
}
