#![deny(deprecated)] // the rule warns, and the case is to fail

use lowcard::{Histogram, metric};

/// Time to deliver.
#[metric(buckets = [5, 50, 500, 5_000])]
pub static DELIVERY_SECONDS: Histogram;

fn main() {}
