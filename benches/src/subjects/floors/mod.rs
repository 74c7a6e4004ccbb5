//! What the machine allows: the least that a counter, a histogram and a scrape can be.

mod by_hand;
mod counters;
mod histograms;
mod lines;

pub use by_hand::ByHand;
pub use counters::{DenseAtomics, OneAtomic, ThreadCells};
pub use histograms::{AtomicBuckets, AtomicBucketsAndSum, ThreadBuckets};
