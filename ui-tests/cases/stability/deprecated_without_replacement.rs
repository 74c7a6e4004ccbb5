#![deny(deprecated)] // the rule warns, and the case is to fail

use lowcard::{Counter, metric};

/// Jobs done.
#[metric(deprecated(since = "1.4.0"))]
pub static JOBS_TOTAL: Counter;

fn main() {}
