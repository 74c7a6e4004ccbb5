use lowcard::{Counter, metric};

/// Jobs done.
#[metric]
pub static JOBS_TOTAL: Counter<(), i64>;

fn main() {}
