//! The cells of one label set.

use std::sync::atomic::{AtomicU64, Ordering};

use super::Value;

/// One row. Copying it is free, and updating it takes no lookup.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    cells: &'a [AtomicU64],
    exposed: &'a AtomicU64,
    bit: u64,
}

impl<'a> Row<'a> {
    pub(super) fn new(cells: &'a [AtomicU64], exposed: &'a AtomicU64, bit: u64) -> Self {
        Self { cells, exposed, bit }
    }

    /// Adds to a cell. A cell that the row doesn't have takes nothing.
    pub(crate) fn add<V: Value>(self, cell: usize, amount: V) {
        if let Some(cell) = self.cells.get(cell) {
            amount.add_to(cell);
        }
        self.expose();
    }

    /// Gives a cell a new value.
    pub(crate) fn set<V: Value>(self, cell: usize, value: V) {
        if let Some(cell) = self.cells.get(cell) {
            cell.store(value.into_bits(), Ordering::Relaxed);
        }
        self.expose();
    }

    /// What a cell holds.
    pub(crate) fn get<V: Value>(self, cell: usize) -> V {
        V::from_bits(self.cells.get(cell).map_or(0, |cell| cell.load(Ordering::Relaxed)))
    }

    /// Makes the row part of every scrape from now on.
    pub(super) fn expose(self) {
        // Almost always it is exposed already, and a load is far cheaper than a write that all threads share.
        if !self.is_exposed() {
            // Release, paired with the acquire of the scrape, so that the update is seen with the row.
            self.exposed.fetch_or(self.bit, Ordering::Release);
        }
    }

    pub(super) fn is_exposed(self) -> bool {
        self.exposed.load(Ordering::Acquire) & self.bit != 0
    }
}
