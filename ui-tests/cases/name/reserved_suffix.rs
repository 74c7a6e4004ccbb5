use lowcard::{Gauge, metric};

/// Jobs done.
#[metric]
pub static JOBS_COUNT: Gauge;

fn main() {}
