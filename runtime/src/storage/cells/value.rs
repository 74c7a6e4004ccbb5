//! The numbers that a cell can hold.

use super::sync::{AtomicU64, Ordering};

/// A number in a cell of 64 bits; the bits of 0 are all 0.
///
pub trait Value: Copy {
    /// As the cell holds it.
    fn into_bits(self) -> u64;

    /// From what the cell holds.
    fn from_bits(bits: u64) -> Self;

    /// The bits of a sum, from the bits of what is added; integers wrap.
    fn plus(bits: u64, more: u64) -> u64;

    /// The nearest double.
    fn as_f64(self) -> f64;

    /// Adds it to what the cell holds; integers wrap.
    ///
    /// Release, for the rows of histograms: a reader that sees this sees what the thread wrote before.
    fn add_to(self, cell: &AtomicU64);
}

impl Value for u64 {
    fn into_bits(self) -> u64 {
        self
    }

    fn from_bits(bits: u64) -> Self {
        bits
    }

    fn plus(bits: u64, more: u64) -> u64 {
        bits.wrapping_add(more)
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest one is meant")]
    fn as_f64(self) -> f64 {
        self as f64
    }

    fn add_to(self, cell: &AtomicU64) {
        cell.fetch_add(self, Ordering::Release);
    }
}

impl Value for i64 {
    fn into_bits(self) -> u64 {
        self.cast_unsigned()
    }

    fn from_bits(bits: u64) -> Self {
        bits.cast_signed()
    }

    fn plus(bits: u64, more: u64) -> u64 {
        bits.wrapping_add(more) // in two's complement, the sum has the same bits with and without a sign
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest one is meant")]
    fn as_f64(self) -> f64 {
        self as f64
    }

    fn add_to(self, cell: &AtomicU64) {
        cell.fetch_add(self.cast_unsigned(), Ordering::Release);
    }
}

impl Value for f64 {
    fn into_bits(self) -> u64 {
        self.to_bits()
    }

    fn from_bits(bits: u64) -> Self {
        f64::from_bits(bits)
    }

    fn plus(bits: u64, more: u64) -> u64 {
        (f64::from_bits(bits) + f64::from_bits(more)).to_bits()
    }

    fn as_f64(self) -> f64 {
        self
    }

    fn add_to(self, cell: &AtomicU64) {
        let mut bits = cell.load(Ordering::Relaxed);
        while let Err(current) =
            cell.compare_exchange_weak(bits, Self::plus(bits, self.to_bits()), Ordering::Release, Ordering::Relaxed)
        {
            bits = current;
        }
    }
}
