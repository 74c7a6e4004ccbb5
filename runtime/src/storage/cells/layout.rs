//! What the cells of a row hold, and how the rows of several threads become one.

use super::Value;
use super::sync::{AtomicU64, Ordering};

/// The meaning of a family's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// One cell a row: a sum of whole numbers.
    Whole,
    /// One cell a row: a sum of fractions.
    Fractions,
    /// How many [observations](COUNT) there were, their [sum](SUM) and then the [buckets](BUCKETS).
    Histogram {
        /// How many buckets there are, `+Inf` included.
        buckets: u32,
        /// The distance from row to row, a power of two.
        stride: u32,
    },
}

/// The cell of a histogram's row that is written last with each observation, and read first.
pub(crate) const COUNT: u32 = 0;
/// The cell of a histogram's row that holds the sum.
pub(crate) const SUM: u32 = 1;
/// The cell of a histogram's row that holds the first bucket.
pub(crate) const BUCKETS: u32 = 2;

/// How often a row is read again while its thread writes it: for about a second, most of which is slept. A thread that
/// was stopped in the middle of an observation must not stop the scrape: its row is then taken as it is, in which the sum
/// can be one observation behind.
const PATIENCE: u32 = 10_000;

/// The most cells that a row has.
pub(crate) const WIDEST: u32 = 256;

impl Layout {
    /// For a histogram with so many bounds. Bounds beyond [`WIDEST`] have no bucket of their own.
    pub(crate) fn histogram(bounds: usize) -> Self {
        let most = WIDEST - BUCKETS;
        let buckets = u32::try_from(bounds).unwrap_or(most).saturating_add(1).min(most);
        Self::Histogram { buckets, stride: (BUCKETS + buckets).next_power_of_two() }
    }

    /// The distance from row to row.
    pub(crate) fn stride(self) -> u32 {
        match self {
            Self::Whole | Self::Fractions => 1,
            Self::Histogram { stride, .. } => stride,
        }
    }

    /// Adds the rows in these cells to as many in `totals`. A slab ends between rows, as both are powers of two.
    pub(crate) fn add(self, cells: &[AtomicU64], totals: &mut [u64]) {
        match self {
            Self::Whole => add_cells::<u64>(cells, totals),
            Self::Fractions => add_cells::<f64>(cells, totals),
            Self::Histogram { buckets, stride } => {
                let mut room = [0; WIDEST as usize];
                for (cells, totals) in cells.chunks(stride as usize).zip(totals.chunks_mut(stride as usize)) {
                    let len = cells.len().min((BUCKETS + buckets) as usize);
                    let row = &mut room[..len];
                    read_row(&cells[..len], row);
                    add_row(row, totals);
                }
            }
        }
    }

    /// Adds rows to cells that several threads write to.
    pub(crate) fn add_shared(self, rows: &[u64], cells: &[AtomicU64]) {
        for (position, (&bits, cell)) in (0_u32..).zip(rows.iter().zip(cells)) {
            let is_fraction = match self {
                Self::Whole => false,
                Self::Fractions => true,
                Self::Histogram { stride, .. } => position % stride == SUM,
            };
            match (bits, is_fraction) {
                (0, _) => {}
                (bits, true) => f64::from_bits(bits).add_to(cell),
                (bits, false) => bits.add_to(cell),
            }
        }
    }
}

/// Observes a value so many times in a row that several threads write to, in the order that [`read_row`] relies on.
pub(crate) fn observe_many_shared(row: &[AtomicU64], bucket: u32, value: f64, times: u64) {
    let cell = |number| row.get(number as usize);
    if let (Some(bucket), Some(sum), Some(count)) = (cell(BUCKETS + bucket), cell(SUM), cell(COUNT)) {
        times.add_to(bucket);
        (value * times.as_f64()).add_to(sum);
        times.add_to(count);
    }
}

fn add_cells<V: Value>(cells: &[AtomicU64], totals: &mut [u64]) {
    for (cell, total) in cells.iter().zip(totals) {
        *total = V::plus(*total, cell.load(Ordering::Relaxed));
    }
}

/// Reads a histogram's row as its thread left it between two observations.
///
/// The thread writes bucket, sum and count in this order, and here they are read the other way round. So the buckets
/// hold all that the sum does, and the sum all that the count does: if the buckets hold no more than the count, all
/// three are of the same observations.
fn read_row(cells: &[AtomicU64], row: &mut [u64]) {
    for attempt in 0..PATIENCE {
        for (number, cell) in row.iter_mut().zip(cells) {
            // Acquire, paired with the release in `observe`: what was written before it is read after it.
            *number = cell.load(Ordering::Acquire);
        }
        let in_buckets = row.iter().skip(BUCKETS as usize).fold(0_u64, |sum, bucket| sum.wrapping_add(*bucket));
        if row.first() == Some(&in_buckets) {
            return;
        }
        wait(attempt);
    }
}

/// An observation takes a few cycles, unless its thread lost its CPU in the middle: then it needs one, which others may
/// be waiting for, too.
#[cfg(not(lowcard_loom))]
fn wait(attempt: u32) {
    match attempt {
        0..100 => std::hint::spin_loop(),
        100..1_000 => std::thread::yield_now(),
        _ => std::thread::sleep(std::time::Duration::from_micros(100)),
    }
}

#[cfg(lowcard_loom)]
fn wait(_attempt: u32) {
    loom::thread::yield_now();
}

fn add_row(row: &[u64], totals: &mut [u64]) {
    let Some(([count, sum], buckets)) = row.split_first_chunk() else { return };
    let Some(([total_count, total_sum], totals)) = totals.split_first_chunk_mut() else { return };
    *total_count = total_count.wrapping_add(*count);
    *total_sum = f64::plus(*total_sum, *sum);
    for (bucket, total) in buckets.iter().zip(totals) {
        *total = total.wrapping_add(*bucket);
    }
}
