use lowcard::{Counter, metric};

/// Jobs done.
#[metric(allow("name/typ-word", reason = "an old name"))]
pub static JOBS_TOTAL: Counter;

fn main() {}
