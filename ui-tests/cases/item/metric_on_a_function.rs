use lowcard::metric;

/// Jobs done.
#[metric]
pub fn jobs_total() {}

fn main() {}
