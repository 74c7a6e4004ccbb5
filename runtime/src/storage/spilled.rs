//! Cells of a family that found no room among those of threads: all threads share them.
//!
//! A process has half a million cells for each thread. What comes after is counted all the same, only slower.

use super::cells::{AtomicU64, Layout, Ordering, Value, observe_many_shared};

/// A family's cells, which stand as in a thread's slab.
pub(super) struct Spilled {
    layout: Layout,
    cells: Box<[AtomicU64]>,
}

impl Spilled {
    pub(super) fn new(rows: usize, layout: Layout) -> Self {
        let count = rows.saturating_mul(layout.stride() as usize);
        Self { layout, cells: (0..count).map(|_| AtomicU64::new(0)).collect() }
    }

    pub(super) fn layout(&self) -> Layout {
        self.layout
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn add<V: Value>(&self, offset: u32, amount: V) {
        if let Some(cell) = self.from(offset).first() {
            amount.add_to(cell);
        }
    }

    pub(super) fn observe(&self, offset: u32, bucket: u32, value: f64, times: u64) {
        observe_many_shared(self.from(offset), bucket, value, times);
    }

    /// Reads cells as they are: a row that many threads write to might never be still, so that the sum of a histogram
    /// may lack observations that are being made.
    pub(super) fn read(&self, offset: u32, numbers: &mut [u64]) {
        for (number, cell) in numbers.iter_mut().zip(self.from(offset)) {
            *number = cell.load(Ordering::Relaxed);
        }
    }

    fn from(&self, offset: u32) -> &[AtomicU64] {
        self.cells.get(offset as usize..).unwrap_or_default()
    }
}
