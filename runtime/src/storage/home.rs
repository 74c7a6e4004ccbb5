//! Where the rows of a metric are, in the form that finds a cell fastest.

use std::hint::cold_path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use super::{NOWHERE, OwnRow, Storage};

/// The way from a metric to its own rows: it leads nowhere until it is [settled](Self::settle).
///
/// Where every label set has a row of its own, the number of a cell is arithmetic on two numbers that one load brings.
pub(crate) struct Home {
    /// The number of the first cell in the lower half, and the binary logarithm of the stride in the upper one;
    /// [`UNSETTLED`] as long as they are not known, and for ever where rows must be looked up.
    dense: AtomicU64,
    storage: OnceLock<Arc<Storage>>,
}

/// What added to any index is no number of a cell: as an `i32`, it is negative. No metric has as many label sets as
/// would take it back to 0, which the macros see to.
const UNSETTLED: u64 = 1 << 31;

impl Home {
    /// Leads nowhere yet.
    pub(crate) const fn new() -> Self {
        Self { dense: AtomicU64::new(UNSETTLED), storage: OnceLock::new() }
    }

    /// Leads to this storage from now on. The first call holds.
    pub(crate) fn settle(&self, storage: &Arc<Storage>) {
        let storage = self.storage.get_or_init(|| Arc::clone(storage));
        if let Some((first, shift)) = storage.dense() {
            // Release, paired with the acquire in `cell` and `row`: whoever finds cells by it sees them as they were
            // handed over, all 0.
            self.dense.store(u64::from(first) | u64::from(shift) << 32, Ordering::Release);
        }
    }

    /// The row of a label set, in which there is one cell. Where it can't be told by arithmetic, `look_up` is asked.
    #[inline]
    pub(crate) fn cell(&self, index: u64, look_up: impl FnOnce(u64) -> u32) -> OwnRow<'_> {
        let dense = self.dense.load(Ordering::Acquire);
        self.settled_row(low(dense).wrapping_add(low(index)), index, look_up)
    }

    /// The row of a label set, which has several cells. Where it can't be told by arithmetic, `look_up` is asked.
    #[inline]
    pub(crate) fn row(&self, index: u64, look_up: impl FnOnce(u64) -> u32) -> OwnRow<'_> {
        let dense = self.dense.load(Ordering::Acquire);
        self.settled_row(low(dense).wrapping_add(low(index) << (dense >> 32)), index, look_up)
    }

    /// The row that has this number, which [`OwnRow::number`] said once.
    #[cfg(feature = "http")]
    #[inline]
    pub(crate) fn at(&self, number: u32) -> OwnRow<'_> {
        OwnRow::new(self, number)
    }

    /// The sign of the sum says whether it is a number, so that it costs no comparison.
    #[inline]
    fn settled_row(&self, number: u32, index: u64, look_up: impl FnOnce(u64) -> u32) -> OwnRow<'_> {
        if number.cast_signed() < 0 {
            cold_path();
            return OwnRow::new(self, look_up(index));
        }
        OwnRow::new(self, number)
    }

    /// The number of the first cell of a label set's row; [`NOWHERE`] where there is none.
    pub(crate) fn look_up(&self, index: u64) -> u32 {
        self.storage().map_or(NOWHERE, |storage| storage.number(index))
    }

    pub(super) fn storage(&self) -> Option<&Storage> {
        self.storage.get().map(|storage| &**storage)
    }
}

impl Clone for Home {
    fn clone(&self) -> Self {
        let home = Self::new();
        if let Some(storage) = self.storage.get() {
            home.settle(storage);
        }
        home
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "a dense family has fewer label sets than there are cells")]
fn low(number: u64) -> u32 {
    number as u32
}
