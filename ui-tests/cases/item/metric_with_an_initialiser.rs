use lowcard::{Counter, metric};

/// Jobs done.
#[metric]
pub static JOBS_TOTAL: Counter = Counter::new();

fn main() {}
