use lowcard::{Counter, metric};

/// Jobs done.
#[metric(category)]
pub static JOBS_TOTAL: Counter;

fn main() {}
