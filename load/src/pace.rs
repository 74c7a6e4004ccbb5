//! Waiting for a moment, and not much longer.

use std::hint;
use std::thread;
use std::time::{Duration, Instant};

/// The last stretch is spun through: whoever sleeps is woken up late, by as much as the answer of a fast server takes.
const SPIN: Duration = Duration::from_micros(200);
/// The longest sleep, so that a run that failed ends soon.
const NAP: Duration = Duration::from_millis(10);

/// Waits until `moment`, unless it is called off before.
pub(crate) fn wait_until(moment: Instant, is_off: impl Fn() -> bool) {
    loop {
        let left = moment.saturating_duration_since(Instant::now());
        if left.is_zero() || is_off() {
            return;
        }
        match left.checked_sub(SPIN) {
            Some(rest) if !rest.is_zero() => thread::sleep(rest.min(NAP)),
            _ => hint::spin_loop(),
        }
    }
}
