//! Which rows are part of a scrape: those that were updated.

use super::sync::{AtomicU64, Ordering};

/// A bit for each row, set with its first update and never taken back.
pub(crate) struct Exposed {
    words: Box<[AtomicU64]>,
}

/// Bits in a word.
const WORD: usize = u64::BITS as usize;

impl Exposed {
    /// No row is exposed yet.
    pub(crate) fn new(rows: usize) -> Self {
        Self { words: (0..rows.div_ceil(WORD)).map(|_| AtomicU64::new(0)).collect() }
    }

    /// Makes a row part of every scrape from now on.
    pub(crate) fn expose(&self, row: usize) {
        let (Some(word), bit) = (self.words.get(row / WORD), 1 << (row % WORD)) else { return };
        // Almost always it is exposed already, and a load is far cheaper than a write that all threads share.
        if word.load(Ordering::Relaxed) & bit == 0 {
            word.fetch_or(bit, Ordering::Relaxed);
        }
    }

    /// How many rows are exposed.
    pub(crate) fn count(&self) -> usize {
        self.words.iter().map(|word| word.load(Ordering::Relaxed).count_ones() as usize).sum()
    }

    /// The exposed rows, the lowest first.
    pub(crate) fn rows(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(position, word)| {
            let mut bits = word.load(Ordering::Relaxed);
            std::iter::from_fn(move || {
                let bit = bits.trailing_zeros() as usize;
                bits &= bits.wrapping_sub(1);
                (bit < WORD).then_some(position * WORD + bit)
            })
        })
    }
}
