//! What some threads have observed in one series.

use super::Exponential;
use crate::storage::cells::{BUCKETS, COUNT, Layout, SUM, Value, WIDEST};

/// A classic row, and the native buckets of the same observations.
pub(super) struct Part {
    cells: Box<[u64]>,
    exponential: Exponential,
}

impl Part {
    pub(super) fn new(layout: Layout, shape: lowcard_schema::Native) -> Self {
        let len = layout.stride().min(WIDEST) as usize;
        Self { cells: vec![0; len].into_boxed_slice(), exponential: Exponential::new(shape) }
    }

    pub(super) fn observe(&mut self, bucket: u32, value: f64) {
        self.add(BUCKETS + bucket, 1_u64);
        self.add(SUM, value);
        self.add(COUNT, 1_u64);
        self.exponential.observe(value);
    }

    fn add<V: Value>(&mut self, cell: u32, amount: V) {
        if let Some(cell) = self.cells.get_mut(cell as usize) {
            *cell = V::plus(*cell, amount.into_bits());
        }
    }

    /// Adds all of it to what other parts hold.
    pub(super) fn add_to(&self, cells: &mut [u64], exponential: &mut Exponential) {
        for (position, (total, &bits)) in (0..).zip(cells.iter_mut().zip(&self.cells)) {
            *total = if position == SUM { f64::plus(*total, bits) } else { u64::plus(*total, bits) };
        }
        exponential.merge(&self.exponential);
    }
}
