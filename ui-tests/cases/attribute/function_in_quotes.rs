use lowcard::{Gauge, metric};

/// Jobs that wait.
#[metric(from = "jobs::waiting")]
pub static JOBS_WAITING: Gauge;

fn main() {}
