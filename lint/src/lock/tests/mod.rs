//! What is written is read again, whatever it is; what can't be read is named with its place; what has changed is seen.

mod compare;
mod mistakes;
mod round_trip;

use super::{Lock, read};

/// A lock of these lines.
fn lock(lines: &str) -> Lock {
    read(&format!("version = 1\n{lines}"), "metrics.lock").unwrap()
}
