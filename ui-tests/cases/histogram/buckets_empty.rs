use lowcard::{Histogram, metric};

/// Time to deliver.
#[metric(buckets = [])]
pub static DELIVERY_SECONDS: Histogram;

fn main() {}
