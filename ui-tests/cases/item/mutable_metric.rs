use lowcard::{Counter, metric};

/// Jobs done.
#[metric]
pub static mut JOBS_TOTAL: Counter;

fn main() {}
