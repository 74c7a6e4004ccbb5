//! What a scrape reads of a family, in room that can be used again.

use super::{Exemplar, Exponential};

/// The numbers of all rows, and what else some of them have.
#[derive(Default)]
pub(crate) struct Readings {
    /// What the rows hold, one after the other.
    pub(crate) numbers: Vec<u64>,
    /// The exponential buckets of each row, if the family has any.
    pub(crate) exponentials: Vec<Exponential>,
    /// Exemplars by row and slot, in this order.
    pub(crate) exemplars: Vec<(usize, usize, Exemplar)>,
}

impl Readings {
    /// Forgets what was read.
    pub(crate) fn clear(&mut self) {
        self.numbers.clear();
        self.exponentials.clear();
        self.exemplars.clear();
    }
}
