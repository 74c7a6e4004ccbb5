use lowcard::{Counter, metric};

/// Jobs done.
#[metric(categry = "delivery")]
pub static JOBS_TOTAL: Counter;

fn main() {}
