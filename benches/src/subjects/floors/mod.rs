//! What the machine allows: the least that a counter, a histogram, a scrape and what is kept of requests can be.

mod by_hand;
mod counters;
mod histograms;
mod lines;
mod requests;

pub use by_hand::ByHand;
pub use counters::{DenseAtomics, OneAtomic, ThreadCells};
pub use histograms::{AtomicBuckets, AtomicBucketsAndSum, ThreadBuckets};
pub(super) use requests::{RequestAtomics, method_number};
