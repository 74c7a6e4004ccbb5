//! A library for a program in another language.

use lowcard::{Counter, metric};

/// Calls from the host.
#[metric]
static CALLS_TOTAL: Counter;

pub extern "C" fn call() {
    CALLS_TOTAL.inc();
    orders::place();
}
