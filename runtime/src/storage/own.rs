//! The row of a counter or histogram: cells of which each thread has its own.

use std::fmt;

use super::cells::{self, BUCKETS, SUM, Value, WIDEST};
use super::{Home, Labelled, NOWHERE};

/// One label set's row. Copying it is free, and updating it takes no lookup.
#[derive(Clone, Copy)]
pub(crate) struct OwnRow<'a> {
    home: &'a Home,
    /// The number of its first cell; from [`NOWHERE`] on, there is none.
    number: u32,
}

impl fmt::Debug for OwnRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cell {}", self.number)
    }
}

impl<'a> OwnRow<'a> {
    #[inline]
    pub(super) fn new(home: &'a Home, number: u32) -> Self {
        Self { home, number }
    }

    /// By which the same row is found again, for as long as its family lives.
    #[cfg(feature = "http")]
    pub(crate) fn number(self) -> u32 {
        self.number
    }

    /// Adds to the one cell of a counter's row.
    #[inline]
    pub(crate) fn add<V: Value>(self, amount: V) {
        if amount.into_bits() == 0 {
            self.expose(); // the only update that a scrape can't see in the number
        } else if !cells::add(self.number, amount) && self.is_somewhere() {
            self.add_first(amount);
        }
    }

    /// Observes a value, which belongs to this bucket, in a histogram's row.
    #[inline]
    pub(crate) fn observe(self, bucket: u32, value: f64) {
        if !cells::observe(self.number, bucket, value) && self.is_somewhere() {
            self.observe_first(bucket, value);
        }
    }

    /// Observes a value so many times at once.
    #[cfg(feature = "dynamic")]
    pub(crate) fn observe_many(self, bucket: u32, value: f64, times: u64) {
        if self.is_somewhere() {
            self.observe_anywhere(bucket, value, times);
        }
    }

    /// Keeps an exemplar of what was just added or observed, unless there is a recent one. `labels` writes its labels.
    pub(crate) fn keep_exemplar(self, bucket: u32, value: f64, labels: impl FnOnce(&mut String) -> Labelled) {
        if let Some(storage) = self.home.storage() {
            storage.keep_exemplar(self.number, bucket, value, labels);
        }
    }

    /// The same, if the metric takes exemplars of its own accord.
    pub(crate) fn keep_own_exemplar(self, bucket: u32, value: f64) {
        if let Some(storage) = self.home.storage() {
            storage.keep_own_exemplar(self.number, bucket, value);
        }
    }

    /// All cells of the row, as all threads have filled them.
    #[cfg(feature = "dynamic")]
    pub(crate) fn cells(self) -> Vec<u64> {
        self.read(&mut [0; WIDEST as usize]).to_vec()
    }

    /// What all threads have counted.
    pub(crate) fn get<V: Value>(self) -> V {
        let mut cells = [0; WIDEST as usize];
        V::from_bits(self.read(&mut cells)[0])
    }

    /// How many values all threads have observed, and their sum.
    pub(crate) fn count_and_sum(self) -> (u64, f64) {
        let mut cells = [0; WIDEST as usize];
        let row = self.read(&mut cells);
        let buckets = row.iter().skip(BUCKETS as usize);
        (buckets.fold(0, |count, bucket| count.wrapping_add(*bucket)), f64::from_bits(row[SUM as usize]))
    }

    /// A thread's first update near the cell, or one of a cell that no thread has.
    #[cold]
    #[inline(never)]
    fn add_first<V: Value>(self, amount: V) {
        if !self.home.storage().is_some_and(|all| all.add_elsewhere(self.number, amount)) {
            cells::add_first(self.number, amount);
        }
    }

    /// A thread's first observation near the row, or one in a row that no thread has.
    #[cold]
    #[inline(never)]
    fn observe_first(self, bucket: u32, value: f64) {
        self.observe_anywhere(bucket, value, 1);
    }

    fn observe_anywhere(self, bucket: u32, value: f64, times: u64) {
        let elsewhere =
            || self.home.storage().is_some_and(|all| all.observe_elsewhere(self.number, bucket, value, times));
        if !elsewhere() {
            cells::observe_many(self.number, bucket, value, times);
        }
    }

    #[cold]
    #[inline(never)]
    fn expose(self) {
        if let Some(storage) = self.home.storage()
            && let Some(row) = storage.row_of_number(self.number)
        {
            storage.exposed.expose(row);
        }
    }

    /// Asked where an update has found no cell, so that the common case never does, and no call is made where metrics
    /// are off.
    #[inline]
    fn is_somewhere(self) -> bool {
        self.number < NOWHERE
    }

    fn read(self, cells: &mut [u64; WIDEST as usize]) -> &[u64] {
        let Some(storage) = self.home.storage().filter(|_| self.is_somewhere()) else { return cells };
        let cells = &mut cells[..storage.stride()];
        storage.read_cells(self.number, cells);
        cells
    }
}
