use lowcard::{Counter, metric};

/// Jobs done.
#[metric(name = "app:jobs_total")]
pub static JOBS_TOTAL: Counter;

fn main() {}
