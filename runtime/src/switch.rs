//! Whether metrics are on in this process.
//!
//! Updates never ask. Who makes a family does: one that is made while metrics are off has no rows, and the way to it
//! leads nowhere.

use std::sync::atomic::{AtomicBool, Ordering};

/// Metrics are on until they are turned off, and never on again: handles that lead nowhere do so for good.
static IS_OFF: AtomicBool = AtomicBool::new(false);

/// Whether metrics are off.
pub(crate) fn is_off() -> bool {
    IS_OFF.load(Ordering::Relaxed) // nothing is handed over by it
}

/// Turns metrics off for the rest of the process.
#[cfg(feature = "config")]
pub(crate) fn turn_off() {
    IS_OFF.store(true, Ordering::Relaxed);
}
