use lowcard::{Counter, metric};

/// Jobs done.
#[metric]
pub static JOBS_TOTAL: Counter;

/// Jobs that failed.
#[metric]
pub static JOBS_FAILED_TOTAL: Counter;

fn main() {}
