//! Which row a label set has.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{ExemplarSource, Layout};
use crate::numbering::{MOST, Numbering};

/// What is known of a family's numbers before there are any.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// How many label sets there can be.
    pub(crate) label_sets: u64,
    /// How many of them may have rows, with the one that stands for all others if they are capped.
    pub(crate) max: u64,
    /// The index of the label set that reads like the one that stands for all others, if there is such a set.
    pub(crate) overflow: Option<u64>,
    /// What the cells of a row hold, if each thread has its own; none for one cell that all share.
    pub(crate) layout: Option<Layout>,
    /// The native buckets of a histogram, if it has any.
    pub(crate) native: Option<lowcard_schema::Native>,
    /// Where exemplars come from that nobody asks for.
    pub(crate) exemplars: Option<ExemplarSource>,
}

impl Shape {
    /// No numbers at all.
    pub(crate) const EMPTY: Self =
        Self { label_sets: 0, max: 0, overflow: None, layout: None, native: None, exemplars: None };

    /// Whether there may be more label sets than rows.
    pub(crate) fn is_capped(&self) -> bool {
        self.label_sets > u64::from(self.limit())
    }

    fn limit(&self) -> u32 {
        u32::try_from(self.max).unwrap_or(MOST).min(MOST)
    }
}

/// Whose numbers a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// The label set with this index.
    Index(u64),
    /// All label sets that found no room.
    Overflow,
}

/// How label sets are given their rows.
pub(super) enum Rows {
    /// Each has the row of its own index.
    Dense(usize),
    /// The first to arrive have one each, the others share the last.
    Capped(Box<Capped>),
}

pub(super) struct Capped {
    label_sets: u64,
    overflow: Option<u64>,
    admitted: Numbering<u64>,
    /// How many rows are given one each; it is also the number of the row that the others share.
    room: u32,
    overflowed: AtomicU64,
}

impl Rows {
    pub(super) fn new(shape: &Shape) -> Self {
        let limit = shape.limit();
        if let Ok(count) = u32::try_from(shape.label_sets)
            && count <= limit
        {
            return Self::Dense(count as usize);
        }
        let room = limit.saturating_sub(1);
        Self::Capped(Box::new(Capped {
            label_sets: shape.label_sets,
            overflow: shape.overflow,
            admitted: Numbering::new(room),
            room,
            overflowed: AtomicU64::new(0),
        }))
    }

    /// How many rows there are for label sets, so also the number of the row that belongs to none.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Dense(count) => *count,
            Self::Capped(capped) => capped.room as usize + 1,
        }
    }

    pub(super) fn is_dense(&self) -> bool {
        matches!(self, Self::Dense(_))
    }

    /// The row of the label set with this index.
    #[inline]
    pub(super) fn of(&self, index: u64) -> usize {
        let row = match self {
            Self::Dense(count) => usize::try_from(index).ok().filter(|row| row < count),
            Self::Capped(capped) => capped.of(index),
        };
        row.unwrap_or(self.count())
    }

    /// Whose row it is; nobody's if no label set has it yet.
    pub(super) fn place(&self, row: usize) -> Option<Place> {
        match self {
            Self::Dense(_) => Some(Place::Index(row as u64)),
            Self::Capped(capped) if row == capped.room as usize => Some(Place::Overflow),
            Self::Capped(capped) => capped.admitted.key(row).copied().map(Place::Index),
        }
    }

    /// How often a label set was given the shared row for want of its own.
    pub(super) fn overflowed(&self) -> u64 {
        match self {
            Self::Dense(_) => 0,
            Self::Capped(capped) => capped.overflowed.load(Ordering::Relaxed),
        }
    }
}

impl Capped {
    fn of(&self, index: u64) -> Option<usize> {
        if index >= self.label_sets {
            return None;
        }
        // Two rows that read alike would be one series twice.
        if self.overflow == Some(index) {
            return Some(self.room as usize);
        }
        let row = self.admitted.number(&index, || index).unwrap_or_else(|| {
            self.overflowed.fetch_add(1, Ordering::Relaxed);
            self.room
        });
        Some(row as usize)
    }
}
