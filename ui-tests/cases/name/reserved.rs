use lowcard::{Gauge, metric};

/// Jobs done.
#[metric(name = "up", allow("name/prefix-not-allowed", reason = "not what is tested"))]
pub static UP: Gauge;

fn main() {}
