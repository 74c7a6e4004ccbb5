//! The row of a gauge: one cell that all threads share, since `set` needs one truth.

use std::fmt;

use super::Storage;
use super::cells::{AtomicU64, Ordering, Value};

/// One gauge. Copying it is free.
#[derive(Clone, Copy)]
pub(crate) struct SharedRow<'a> {
    storage: &'a Storage,
    row: usize,
    /// None for a row that does not exist, which takes what belongs to no label set.
    cell: Option<&'a AtomicU64>,
}

impl fmt::Debug for SharedRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}", self.row)
    }
}

impl<'a> SharedRow<'a> {
    pub(super) fn new(storage: &'a Storage, row: usize, cell: Option<&'a AtomicU64>) -> Self {
        Self { storage, row, cell }
    }

    /// Adds to the value.
    pub(crate) fn add<V: Value>(self, amount: V) {
        if let Some(cell) = self.cell {
            amount.add_to(cell);
            self.storage.exposed.expose(self.row);
        }
    }

    /// Replaces the value.
    pub(crate) fn set<V: Value>(self, value: V) {
        if let Some(cell) = self.cell {
            cell.store(value.into_bits(), Ordering::Relaxed);
            self.storage.exposed.expose(self.row);
        }
    }

    /// The value.
    pub(crate) fn get<V: Value>(self) -> V {
        V::from_bits(self.cell.map_or(0, |cell| cell.load(Ordering::Relaxed)))
    }
}
