use lowcard::{Counter, metric};

/// Jobs done.
#[metric(category = "weather")]
pub static JOBS_TOTAL: Counter;

fn main() {}
