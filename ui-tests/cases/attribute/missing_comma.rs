use lowcard::{Counter, metric};

/// Jobs done.
#[metric(category = "delivery" stability = "beta")]
pub static JOBS_TOTAL: Counter;

fn main() {}
