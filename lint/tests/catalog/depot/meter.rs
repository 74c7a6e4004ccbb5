//! A dependency that is no member of the workspace.

use lowcard::{Counter, metric};

/// Readings that were taken.
#[metric]
static READINGS_TOTAL: Counter;

pub fn read() {
    READINGS_TOTAL.inc();
}
