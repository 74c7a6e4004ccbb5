use lowcard::{Histogram, metric};

fn waited() -> f64 {
    0.25
}

/// Time that jobs wait.
#[metric(from = waited)]
pub static JOB_WAIT_SECONDS: Histogram;

fn main() {}
