use lowcard::{Counter, metric};

/// Jobs done.
#[metric]
pub static JOBS_COUNTER_TOTAL: Counter;

fn main() {}
