use lowcard::{Histogram, metric};

const BOUNDS: [f64; 2] = [0.1, 1.0];

/// Time to deliver.
#[metric(buckets = BOUNDS)]
pub static DELIVERY_SECONDS: Histogram;

fn main() {}
