use lowcard::{Counter, metric};

/// Jobs done.
#[metric(category = "delivery", category = "http")]
pub static JOBS_TOTAL: Counter;

fn main() {}
