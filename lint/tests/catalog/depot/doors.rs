//! The library of a program, in the same package.

use lowcard::{Gauge, metric};

/// Doors that are open.
#[metric]
static DOORS_OPEN: Gauge;

pub fn open() {
    DOORS_OPEN.set(1);
}
