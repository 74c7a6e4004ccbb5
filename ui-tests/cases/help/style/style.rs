use lowcard::{Counter, metric};

/// jobs done
#[metric]
pub static JOBS_TOTAL: Counter;

fn main() {}
