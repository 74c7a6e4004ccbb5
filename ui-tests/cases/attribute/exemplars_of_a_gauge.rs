use lowcard::{Gauge, metric};

/// Jobs that wait.
#[metric(exemplars)]
pub static JOBS_WAITING: Gauge;

fn main() {}
