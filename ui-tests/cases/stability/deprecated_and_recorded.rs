#![deny(deprecated)] // the rule warns, and the case is to fail

use lowcard::{Counter, metric};

/// Jobs done.
#[metric(deprecated(since = "1.4.0", replaced_by = "app_tasks_total"))]
pub static JOBS_TOTAL: Counter;

pub fn done() {
    JOBS_TOTAL.inc();
}

fn main() {}
