use lowcard::{Histogram, metric};

/// Jobs done.
#[metric]
pub static JOB_DURATION_MILLISECONDS: Histogram;

fn main() {}
