use lowcard::{Counter, metric};

/// Jobs done.
#[metric]
pub static JOB_TIME_MS_TOTAL: Counter;

fn main() {}
