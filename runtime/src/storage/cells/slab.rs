//! The cells of one thread: an array, in which every cell has the place that its number says.

#![allow(unsafe_code)] // reason: memory that the system has zeroed is taken as cells without writing to it

use super::sync::{AtomicU64, Ordering};

/// Cells that there can be: their numbers are below this.
#[cfg(not(lowcard_loom))]
pub(crate) const CELLS: u32 = 1 << 19;
/// Cells of the smallest slab.
#[cfg(not(lowcard_loom))]
const FEWEST: u32 = 1 << 9;

#[cfg(lowcard_loom)]
pub(crate) const CELLS: u32 = 1 << 4;
#[cfg(lowcard_loom)]
const FEWEST: u32 = 1 << 2;

/// The first cells, as many as a thread has needed so far.
///
/// The system hands out zeroed pages when they are first written to, so that cells between those that a thread touches
/// take no memory.
pub(crate) struct Slab {
    cells: Box<[AtomicU64]>,
}

impl Slab {
    /// A slab with room for this cell, or for all there are.
    pub(crate) fn with_room_for(number: u32) -> Self {
        let len = (number.min(CELLS - 1) + 1).next_power_of_two().max(FEWEST);
        Self { cells: zeroed(len as usize) }
    }

    /// A slab that holds the same and has room for this cell.
    pub(crate) fn grown(&self, number: u32) -> Self {
        let slab = Self::with_room_for(number);
        for (old, new) in self.cells.iter().zip(&slab.cells) {
            let bits = old.load(Ordering::Relaxed);
            if bits != 0 {
                new.store(bits, Ordering::Relaxed); // a page without numbers is left untouched
            }
        }
        slab
    }

    /// All of its cells.
    pub(crate) fn cells(&self) -> &[AtomicU64] {
        &self.cells
    }

    /// Those of the cells from `first` on that it has, at most `count`.
    pub(crate) fn part(&self, first: u32, count: u32) -> &[AtomicU64] {
        let from = self.cells.get(first as usize..).unwrap_or_default();
        &from[..from.len().min(count as usize)]
    }
}

/// Makes cells 0 again.
pub(crate) fn clear(cells: &[AtomicU64]) {
    for cell in cells {
        if cell.load(Ordering::Relaxed) != 0 {
            cell.store(0, Ordering::Relaxed); // a page without numbers is left untouched
        }
    }
}

#[cfg(not(lowcard_loom))]
fn zeroed(len: usize) -> Box<[AtomicU64]> {
    let cells = Box::<[AtomicU64]>::new_zeroed_slice(len);
    // SAFETY: an `AtomicU64` is a `u64` in memory, and all of its bits may be 0.
    unsafe { cells.assume_init() }
}

#[cfg(lowcard_loom)]
fn zeroed(len: usize) -> Box<[AtomicU64]> {
    (0..len).map(|_| AtomicU64::new(0)).collect()
}

#[cfg(all(test, not(lowcard_loom)))]
mod tests {
    use super::{CELLS, Ordering, Slab};

    #[test]
    fn a_slab_has_room_for_what_it_is_made_for_and_no_more_than_there_is() {
        for number in [0, 1, 511, 512, 70_000, CELLS - 1] {
            assert!(Slab::with_room_for(number).cells().len() > number as usize);
        }
        assert_eq!(Slab::with_room_for(u32::MAX).cells().len(), CELLS as usize);
    }

    #[test]
    fn a_grown_slab_holds_the_same() {
        let slab = Slab::with_room_for(10);
        slab.cells()[7].store(9, Ordering::Relaxed);
        let grown = slab.grown(5_000);
        assert_eq!(grown.cells()[7].load(Ordering::Relaxed), 9);
        assert_eq!(grown.part(5_000, 1).len(), 1);
        assert_eq!(grown.cells().iter().filter(|cell| cell.load(Ordering::Relaxed) != 0).count(), 1);
    }

    #[test]
    fn a_part_is_what_there_is_of_it() {
        let slab = Slab::with_room_for(0);
        let len = u32::try_from(slab.cells().len()).unwrap_or(0);
        assert_eq!(slab.part(len - 3, 10).len(), 3);
        assert_eq!(slab.part(len, 10).len(), 0);
        assert_eq!(slab.part(u32::MAX, u32::MAX).len(), 0);
    }
}
