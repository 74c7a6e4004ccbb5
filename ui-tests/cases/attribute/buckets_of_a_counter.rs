use lowcard::{Counter, metric};

/// Jobs done.
#[metric(buckets = [1.0, 2.0])]
pub static JOBS_TOTAL: Counter;

fn main() {}
