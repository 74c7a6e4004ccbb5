use lowcard::{Histogram, metric};

/// Time to deliver.
#[metric(buckets = [0.1, 1.0, 0.5])]
pub static DELIVERY_SECONDS: Histogram;

fn main() {}
