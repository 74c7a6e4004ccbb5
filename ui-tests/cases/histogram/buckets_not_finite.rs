use lowcard::{Histogram, metric};

/// Time to deliver.
#[metric(buckets = [-1.0, f64::NAN, 1e999, f64::INFINITY])]
pub static DELIVERY_SECONDS: Histogram;

fn main() {}
