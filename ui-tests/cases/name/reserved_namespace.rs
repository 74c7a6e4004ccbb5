use lowcard::{Counter, metric};

/// Jobs done.
#[metric(name = "lowcard_jobs_total", allow("name/prefix-not-allowed", reason = "not what is tested"))]
pub static JOBS_TOTAL: Counter;

fn main() {}
