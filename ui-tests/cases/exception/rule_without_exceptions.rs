use lowcard::{Counter, metric};

/// Jobs done.
#[metric(allow("name/reserved", reason = "an old name"))]
pub static JOBS_TOTAL: Counter;

fn main() {}
