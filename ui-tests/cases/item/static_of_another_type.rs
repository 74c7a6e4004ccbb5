use lowcard::metric;

/// Jobs done.
#[metric]
pub static JOBS_TOTAL: u64;

fn main() {}
