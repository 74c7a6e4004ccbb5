use lowcard::{Counter, metric};

/// Jobs done.
#[metric(allow("name/type-word"))]
pub static JOBS_COUNTER_TOTAL: Counter;

fn main() {}
