use lowcard::{Histogram, metric};

/// Time to deliver.
#[metric(native(max_buckets = 7))]
pub static DELIVERY_SECONDS: Histogram;

fn main() {}
