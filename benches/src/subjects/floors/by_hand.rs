//! The least that a scrape can be.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::histograms::add_float;
use super::lines::{HistogramLines, integer};
use lowcard::Format;

use crate::subject::{Size, World, reuse};
use crate::workload::{BOUNDS, TIMING_SETS, Timing, VISIT_SETS, VISITS, Visit, WAITS};

/// Every line's text up to the number, written ahead, and the numbers of up to eight threads, each in its own dense
/// arrays.
pub struct ByHand {
    shards: [Shard; SHARDS],
    /// The label sets of counters, with the braces around them.
    visits: Vec<String>,
    /// The lines of each histogram.
    timings: Vec<HistogramLines>,
    size: Size,
}

/// As many as there are threads that fill a world.
const SHARDS: usize = 8;

struct Shard {
    counters: Vec<AtomicU64>,
    /// Twelve buckets and a sum for each.
    histograms: Vec<AtomicU64>,
}

const WIDTH: usize = BOUNDS.len() + 2;

impl ByHand {
    /// Registers the first families of each kind, and touches no series.
    pub fn new(size: Size) -> Self {
        let zeros = |count| (0..count).map(|_| AtomicU64::new(0)).collect();
        let shard = |_| Shard {
            counters: zeros(size.counters * VISIT_SETS),
            histograms: zeros(size.histograms * TIMING_SETS * WIDTH),
        };
        let visits = Visit::all()
            .map(Visit::texts)
            .map(|[region, route, status]| format!("{{region=\"{region}\",route=\"{route}\",status=\"{status}\"}} "));
        let timings = WAITS[..size.histograms].iter().flat_map(|name| {
            Timing::all().map(Timing::texts).map(move |[method, path]| HistogramLines::new(name, method, path))
        });
        Self { shards: std::array::from_fn(shard), visits: visits.collect(), timings: timings.collect(), size }
    }
}

impl World for ByHand {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        self.shard().counters[family * VISIT_SETS + visit.number()].fetch_add(amount, Ordering::Relaxed);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        let row = (family * TIMING_SETS + timing.number()) * WIDTH;
        let bucket = BOUNDS.iter().filter(|bound| **bound < value).count();
        let cells = &self.shard().histograms[row..row + WIDTH];
        cells[bucket].fetch_add(1, Ordering::Relaxed);
        add_float(&cells[BOUNDS.len() + 1], value);
    }

    fn scrape(&self) -> String {
        let mut out = String::with_capacity(self.lines() * 80);
        self.write(&mut out);
        out
    }

    fn encode(&self, format: Format, room: Vec<u8>) -> Option<Vec<u8>> {
        (format == Format::Text).then(|| reuse(room, |out| self.write(out)))
    }
}

impl ByHand {
    fn write(&self, out: &mut String) {
        for (family, name) in VISITS[..self.size.counters].iter().enumerate() {
            writeln!(out, "# HELP {name} Visits.\n# TYPE {name} counter").expect("a string takes everything");
            for (number, labels) in self.visits.iter().enumerate() {
                let cell = family * VISIT_SETS + number;
                out.push_str(name);
                out.push_str(labels);
                integer(out, self.shards.iter().map(|shard| shard.counters[cell].load(Ordering::Relaxed)).sum());
            }
        }
        for (number, lead) in self.timings.iter().enumerate() {
            if number.is_multiple_of(TIMING_SETS) {
                let name = WAITS[number / TIMING_SETS];
                writeln!(out, "# HELP {name} Waits.\n# TYPE {name} histogram").expect("a string takes everything");
            }
            let buckets = std::array::from_fn(|bucket| self.cells(number, bucket).sum());
            lead.write(out, buckets, self.cells(number, BOUNDS.len() + 1).map(f64::from_bits).sum());
        }
    }

    /// The dense arrays of the calling thread, of which no more than eight may ask.
    fn shard(&self) -> &Shard {
        static THREADS: AtomicUsize = AtomicUsize::new(0);
        thread_local! {
            static THREAD: usize = THREADS.fetch_add(1, Ordering::Relaxed) % SHARDS;
        }
        &self.shards[THREAD.with(|thread| *thread)]
    }

    /// One number of a histogram, from each thread.
    fn cells(&self, histogram: usize, cell: usize) -> impl Iterator<Item = u64> {
        self.shards.iter().map(move |shard| shard.histograms[histogram * WIDTH + cell].load(Ordering::Relaxed))
    }

    fn lines(&self) -> usize {
        self.size.counters * VISIT_SETS + self.timings.len() * (BOUNDS.len() + 3)
    }
}
