//! The rows of native histograms, whose buckets are met at run time.
//!
//! Cells by numbers can't hold them, since nobody knows beforehand which buckets there will be. So a row is made of
//! parts, each under a lock of its own. A thread tries the part that is its own in the common case, and where somebody
//! else is there, the next one: an observation waits for nobody, and a scrape reads each part whole.

mod exponential;
mod part;

use std::array;
use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::cells::Layout;
pub(crate) use exponential::Exponential;
use part::Part;

/// How many parts a row has. Parts that are never needed are never made.
const PARTS: usize = 16;

/// How often all parts are tried before one is waited for. That takes sixteen threads that all lost their CPU in the
/// middle of an observation of the same series.
const ROUNDS: usize = 100;

/// A family's rows.
pub(super) struct Native {
    shape: lowcard_schema::Native,
    layout: Layout,
    rows: Box<[OnceLock<Box<Row>>]>,
}

/// What all threads have observed in one series.
struct Row {
    parts: [Mutex<Option<Box<Part>>>; PARTS],
}

impl Native {
    /// Rows without observations.
    pub(super) fn new(rows: usize, layout: Layout, shape: lowcard_schema::Native) -> Self {
        Self { shape, layout, rows: (0..rows).map(|_| OnceLock::new()).collect() }
    }

    pub(super) fn layout(&self) -> Layout {
        self.layout
    }

    /// How many cells the rows would have, if they had any.
    pub(super) fn len(&self) -> usize {
        self.rows.len().saturating_mul(self.stride())
    }

    /// Observes a value, which belongs to this classic bucket, in the row at this offset.
    pub(super) fn observe(&self, offset: u32, bucket: u32, value: f64) {
        if let Some(row) = self.rows.get(offset as usize / self.stride()) {
            let row = row.get_or_init(|| Box::new(Row { parts: array::from_fn(|_| Mutex::new(None)) }));
            row.with_part(|part| {
                part.get_or_insert_with(|| Box::new(Part::new(self.layout, self.shape))).observe(bucket, value);
            });
        }
    }

    /// Adds up the row at this offset: its classic cells in `cells`, and its buckets in what is returned.
    pub(super) fn read(&self, offset: usize, cells: &mut [u64]) -> Exponential {
        let mut sum = Exponential::new(self.shape);
        if let Some(row) = self.rows.get(offset / self.stride()).and_then(OnceLock::get) {
            for part in &row.parts {
                // Who observes meanwhile takes another part. A panic can't have come between two changes of one.
                if let Some(part) = &*part.lock().unwrap_or_else(PoisonError::into_inner) {
                    part.add_to(cells, &mut sum);
                }
            }
        }
        sum
    }

    fn stride(&self) -> usize {
        self.layout.stride() as usize
    }
}

/// Which exemplar a value may be, and how many there are, in a row that has no classic buckets for them: those of one
/// power of two share one.
pub(super) fn exemplar_slot(value: f64) -> (usize, usize) {
    const SLOTS: usize = 10;
    let power = usize::try_from(value.abs().to_bits() >> 52).unwrap_or(0);
    (power % SLOTS, SLOTS)
}

impl Row {
    /// Hands over the first part that nobody else has.
    fn with_part(&self, observe: impl FnOnce(&mut Option<Box<Part>>)) {
        let own = own_part();
        let (before, from) = self.parts.split_at(own);
        for part in from.iter().chain(before).cycle().take(PARTS * ROUNDS) {
            if let Ok(mut part) = part.try_lock() {
                return observe(&mut part);
            }
        }
        observe(&mut self.parts[own].lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Which part the calling thread tries first: threads take turns when they first ask.
fn own_part() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static OWN: Cell<Option<usize>> = const { Cell::new(None) };
    }
    OWN.with(|own| {
        let part = own.get().unwrap_or_else(|| NEXT.fetch_add(1, Ordering::Relaxed) % PARTS);
        own.set(Some(part));
        part
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::{Exponential, Layout, Native};
    use crate::storage::cells::{BUCKETS, COUNT, SUM};

    const DEFAULT: lowcard_schema::Native = lowcard_schema::Native::DEFAULT;
    /// What is observed: each a power of two, so that the sums are exact.
    const VALUES: [f64; 4] = [0.25, 1.0, 0.0, -4.0];

    fn rows(count: usize) -> Native {
        Native::new(count, Layout::histogram(1), DEFAULT)
    }

    fn read(native: &Native, row: usize) -> (Vec<u64>, Exponential) {
        let mut cells = vec![0; native.stride()];
        let exponential = native.read(row * native.stride(), &mut cells);
        (cells, exponential)
    }

    fn observed(exponential: &Exponential) -> u64 {
        let sides = exponential.positive.iter().chain(&exponential.negative);
        exponential.zero + sides.map(|&(_, count)| count).sum::<u64>()
    }

    /// Observes each value in the last of three rows.
    fn observe_all(native: &Native) {
        for value in VALUES {
            native.observe(u32::try_from(2 * native.stride()).unwrap_or(0), u32::from(value > 0.5), value);
        }
    }

    #[test]
    fn every_scrape_is_whole_and_nothing_is_lost() {
        const TIMES: u64 = 5_000;
        const THREADS: u64 = 8;
        let native = rows(3);
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let (cells, exponential) = read(&native, 2);
                    assert_eq!(cells[COUNT as usize], observed(&exponential));
                    assert_eq!(cells[COUNT as usize], cells[BUCKETS as usize..].iter().sum::<u64>());
                }
            });
            let threads: Vec<_> =
                (0..THREADS).map(|_| scope.spawn(|| (0..TIMES).for_each(|_| observe_all(&native)))).collect();
            for thread in threads {
                assert!(thread.join().is_ok());
            }
            is_over.store(true, Ordering::Relaxed);
        });
        let (cells, exponential) = read(&native, 2);
        let each = TIMES * THREADS;
        assert_eq!(cells[COUNT as usize], 4 * each);
        assert_eq!(f64::from_bits(cells[SUM as usize]).to_bits(), (-2.75 * 40_000.0_f64).to_bits());
        assert_eq!(cells[BUCKETS as usize..][..2], [3 * each, each]);
        assert_eq!(exponential.zero, each);
        assert_eq!(exponential.positive, [(-16, each), (0, each)]);
        assert_eq!(exponential.negative, [(16, each)]);
    }

    #[test]
    fn what_is_in_no_row_changes_nothing() {
        let native = rows(3);
        native.observe(u32::MAX, 0, 1.0);
        native.observe(0, u32::MAX - BUCKETS, 1.0);
        assert_eq!(read(&native, 1), (vec![0; native.stride()], Exponential::new(DEFAULT)));
        assert_eq!(read(&native, 99), (vec![0; native.stride()], Exponential::new(DEFAULT)));
    }
}
