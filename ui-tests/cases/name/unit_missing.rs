use lowcard::{Histogram, metric};

/// Jobs done.
#[metric(buckets = [1.0, 2.0])]
pub static JOB_SIZE: Histogram;

fn main() {}
