use lowcard::{Counter, metric};

/// Jobs done.
#[metric(name = "app_jobsDone_total")]
pub static JOBS_TOTAL: Counter;

fn main() {}
