//! The least that a histogram can be.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use super::lines::HistogramLines;
use crate::labels::Path;
use crate::subject::{Subject, Tells};
use crate::workload::{BOUNDS, DURATION, Operation, TIMING_SETS};

/// Buckets of each label set, each an atomic.
pub struct AtomicBuckets;

static BUCKETS: [[AtomicU64; BOUNDS.len() + 1]; TIMING_SETS] =
    [const { [const { AtomicU64::new(0) }; BOUNDS.len() + 1] }; TIMING_SETS];

impl Subject for AtomicBuckets {
    const NAME: &'static str = "floor: atomic buckets, no sum";
    const TELLS: Tells = Tells::AllButSums;
    type Step = Observation;

    fn new() -> Self {
        Self
    }

    fn step(operation: Operation) -> Observation {
        Observation::of(operation)
    }

    #[inline]
    fn record(&self, observation: Observation) {
        BUCKETS[observation.number()][observation.bucket()].fetch_add(1, Ordering::Relaxed);
    }

    fn scrape(&self) -> String {
        timing_lines(|number| (BUCKETS[number].each_ref().map(|bucket| bucket.load(Ordering::Relaxed)), 0.0))
    }
}

/// The same, and a sum of floats that is exchanged until nobody else came between.
pub struct AtomicBucketsAndSum;

static SUMMED_BUCKETS: [[AtomicU64; BOUNDS.len() + 2]; TIMING_SETS] =
    [const { [const { AtomicU64::new(0) }; BOUNDS.len() + 2] }; TIMING_SETS];

impl Subject for AtomicBucketsAndSum {
    const NAME: &'static str = "floor: atomic buckets, f64 sum by CAS";
    type Step = Observation;

    fn new() -> Self {
        Self
    }

    fn step(operation: Operation) -> Observation {
        Observation::of(operation)
    }

    #[inline]
    fn record(&self, observation: Observation) {
        let row = &SUMMED_BUCKETS[observation.number()];
        row[observation.bucket()].fetch_add(1, Ordering::Relaxed);
        add_float(&row[BOUNDS.len() + 1], observation.value);
    }

    fn scrape(&self) -> String {
        timing_lines(|number| split(SUMMED_BUCKETS[number].each_ref().map(|cell| cell.load(Ordering::Relaxed))))
    }
}

/// Plain buckets and a plain sum in each thread.
pub struct ThreadBuckets;

static SETTLED_BUCKETS: [[AtomicU64; BOUNDS.len() + 2]; TIMING_SETS] =
    [const { [const { AtomicU64::new(0) }; BOUNDS.len() + 2] }; TIMING_SETS];

thread_local! {
    static ROWS: [[Cell<u64>; BOUNDS.len() + 2]; TIMING_SETS] =
        const { [const { [const { Cell::new(0) }; BOUNDS.len() + 2] }; TIMING_SETS] };
}

impl Subject for ThreadBuckets {
    const NAME: &'static str = "floor: plain buckets and sum of the thread";
    type Step = Observation;

    fn new() -> Self {
        Self
    }

    fn step(operation: Operation) -> Observation {
        Observation::of(operation)
    }

    #[inline]
    fn record(&self, observation: Observation) {
        ROWS.with(|rows| {
            let row = &rows[observation.number()];
            row[observation.bucket()].update(|count| count + 1);
            row[BOUNDS.len() + 1].update(|sum| (f64::from_bits(sum) + observation.value).to_bits());
        });
    }

    fn settle(&self) {
        ROWS.with(|rows| {
            for (settled, row) in SETTLED_BUCKETS.iter().zip(rows) {
                for (settled, cell) in settled.iter().zip(&row[..=BOUNDS.len()]) {
                    settled.fetch_add(cell.take(), Ordering::Relaxed);
                }
                add_float(&settled[BOUNDS.len() + 1], f64::from_bits(row[BOUNDS.len() + 1].take()));
            }
        });
    }

    fn scrape(&self) -> String {
        timing_lines(|number| split(SETTLED_BUCKETS[number].each_ref().map(|cell| cell.load(Ordering::Relaxed))))
    }
}

/// A label set of histograms, and a value.
#[derive(Clone, Copy)]
pub struct Observation {
    method: u8,
    path: u8,
    value: f64,
}

impl Observation {
    fn of(operation: Operation) -> Self {
        Self { method: operation.method, path: operation.path, value: operation.value }
    }

    #[inline]
    fn number(self) -> usize {
        usize::from(self.method) * Path::ALL.len() + usize::from(self.path)
    }

    #[inline]
    fn bucket(self) -> usize {
        bucket(self.value)
    }
}

/// The bucket of a value: how many bounds are below it, counted without a branch.
#[inline]
pub(super) fn bucket(value: f64) -> usize {
    BOUNDS.iter().map(|bound| usize::from(*bound < value)).sum()
}

/// Adds to a sum that others may add to at the same time.
pub(super) fn add_float(sum: &AtomicU64, value: f64) {
    let mut bits = sum.load(Ordering::Relaxed);
    loop {
        let next = (f64::from_bits(bits) + value).to_bits();
        match sum.compare_exchange_weak(bits, next, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => return,
            Err(current) => bits = current,
        }
    }
}

/// A row's buckets, and its sum.
pub(super) fn split(row: [u64; BOUNDS.len() + 2]) -> ([u64; BOUNDS.len() + 1], f64) {
    (std::array::from_fn(|bucket| row[bucket]), f64::from_bits(row[BOUNDS.len() + 1]))
}

fn timing_lines(read: impl Fn(usize) -> ([u64; BOUNDS.len() + 1], f64)) -> String {
    let mut out = String::new();
    for number in 0..TIMING_SETS {
        let [method, path, _] = Operation::of_timing_set(number).texts();
        let (buckets, sum) = read(number);
        HistogramLines::new(DURATION, method, path).write(&mut out, buckets, sum);
    }
    out
}
