use lowcard::{Gauge, metric};

fn waiting() -> u64 {
    0
}

/// Jobs that wait.
#[metric(from = waiting)]
pub static JOBS_WAITING: Gauge;

fn main() {}
