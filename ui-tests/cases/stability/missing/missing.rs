use lowcard::{Counter, metric};

/// Jobs done.
#[metric]
pub static JOBS_TOTAL: Counter;

fn main() {}
