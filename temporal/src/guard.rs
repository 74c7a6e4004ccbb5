//! What must not fail whatever it calls.

use std::panic::{self, AssertUnwindSafe};

/// Runs `record`, and goes on if it panics: a metric is lost, where a worker or a workflow's task would be.
pub(crate) fn guarded<T>(record: impl FnOnce() -> T) -> Option<T> {
    // What is left behind is a number that was not added, or a lock that is taken over as it is.
    panic::catch_unwind(AssertUnwindSafe(record)).ok()
}
