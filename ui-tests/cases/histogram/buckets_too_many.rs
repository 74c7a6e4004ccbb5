use lowcard::{Histogram, metric};

/// Time to deliver.
#[metric(buckets = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])]
pub static DELIVERY_SECONDS: Histogram;

fn main() {}
