use lowcard::{Gauge, metric};

/// Jobs done.
#[metric]
pub static JOBS_WAITING_TOTAL: Gauge;

fn main() {}
