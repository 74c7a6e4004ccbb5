//! Which cells belong to which family: ranges of numbers, the same in every slab.

use std::collections::BTreeMap;

use super::layout::Layout;
use super::slab::CELLS;

/// A family's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    /// The number of the first; never 0.
    pub(crate) first: u32,
    /// How many there are.
    pub(crate) len: u32,
    /// What they hold.
    pub(crate) layout: Layout,
}

/// The ranges that are taken, and between them the numbers that are free.
pub(crate) struct Space {
    taken: BTreeMap<u32, Range>,
}

impl Space {
    pub(crate) const fn new() -> Self {
        Self { taken: BTreeMap::new() }
    }

    /// The lowest numbers that are free for so many rows. None if no place is large enough.
    ///
    /// A row starts at a multiple of its stride. The first cell is never taken: it is for what has no place.
    pub(crate) fn take(&mut self, rows: u32, layout: Layout) -> Option<Range> {
        let stride = layout.stride();
        let len = rows.checked_mul(stride)?;
        let mut first = stride;
        for range in self.taken.values() {
            if range.first.checked_sub(first).is_some_and(|gap| gap >= len) {
                break;
            }
            first = (range.first + range.len).next_multiple_of(stride);
        }
        if first.checked_add(len)? > CELLS {
            return None;
        }
        let range = Range { first, len, layout };
        self.taken.insert(first, range);
        Some(range)
    }

    pub(crate) fn give_back(&mut self, range: &Range) {
        self.taken.remove(&range.first);
    }

    pub(crate) fn ranges(&self) -> impl Iterator<Item = &Range> {
        self.taken.values()
    }
}

#[cfg(all(test, not(lowcard_loom)))]
#[expect(clippy::expect_used, reason = "a range that is not there fails the test")]
mod tests {
    use super::{CELLS, Layout, Range, Space};

    fn wide() -> Layout {
        Layout::histogram(11)
    }

    fn overlap(one: &Range, other: &Range) -> bool {
        one.first < other.first + other.len && other.first < one.first + one.len
    }

    #[test]
    fn ranges_do_not_overlap_and_rows_are_aligned() {
        let mut space = Space::new();
        let layouts = [Layout::Whole, wide(), Layout::Fractions, wide(), Layout::histogram(40), Layout::Whole];
        let mut taken: Vec<Range> = Vec::new();
        for (rows, layout) in (1..).zip(layouts) {
            let range = space.take(rows * 7, layout).expect("there is room");
            assert!(range.first > 0);
            assert!(!taken.iter().any(|other| overlap(&range, other)), "{range:?} in {taken:?}");
            assert_eq!(range.first % layout.stride(), 0);
            taken.push(range);
        }
    }

    #[test]
    fn what_is_given_back_is_taken_again() {
        let mut space = Space::new();
        let first = space.take(100, Layout::Whole).expect("there is room");
        let second = space.take(100, wide()).expect("there is room");
        space.give_back(&first);
        assert_eq!(space.take(60, Layout::Fractions).map(|range| range.first), Some(first.first));
        assert_eq!(space.take(40, Layout::Whole).map(|range| range.first), Some(first.first + 60));
        assert!(space.take(100, Layout::Whole).is_some_and(|range| !overlap(&range, &second)));
    }

    #[test]
    fn there_is_an_end_to_it() {
        let mut space = Space::new();
        assert_eq!(space.take(CELLS, Layout::Whole), None);
        assert_eq!(space.take(u32::MAX, wide()), None);
        assert!(space.take(CELLS - 1, Layout::Whole).is_some());
        assert_eq!(space.take(1, Layout::Whole), None);
    }
}
