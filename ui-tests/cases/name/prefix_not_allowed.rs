#![deny(deprecated)] // the rule warns, and the case is to fail

use lowcard::{Counter, metric};

/// Jobs done.
#[metric(name = "jobs_total")]
pub static JOBS_TOTAL: Counter;

fn main() {}
