use lowcard::{Histogram, metric};

/// Jobs done.
#[metric(unit = "bytes")]
pub static JOB_DURATION_SECONDS: Histogram;

fn main() {}
