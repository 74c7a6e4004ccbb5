use lowcard::{Counter, metric};

/// Jobs done.
#[metric(name = "jobs-done_total")]
pub static JOBS_TOTAL: Counter;

fn main() {}
