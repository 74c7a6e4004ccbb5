use lowcard::{Counter, metric};

/// Jobs done.
#[metric(category = delivery, max_series = 0, stability = "stabel")]
pub static JOBS_TOTAL: Counter;

fn main() {}
