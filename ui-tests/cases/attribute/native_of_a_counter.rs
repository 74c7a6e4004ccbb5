use lowcard::{Counter, metric};

/// Jobs done.
#[metric(native)]
pub static JOBS_TOTAL: Counter;

fn main() {}
