use lowcard::{Gauge, metric};

/// Jobs done.
#[metric]
pub static BUILD_INFO: Gauge;

fn main() {}
