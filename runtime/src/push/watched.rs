//! Jobs that end with the process.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::job::Run;

/// The runs that are to be told of one thing, as long as they last.
pub(super) struct Watched {
    runs: Mutex<Vec<Weak<Run>>>,
}

impl Watched {
    pub(super) const fn new() -> Self {
        Self { runs: Mutex::new(Vec::new()) }
    }

    pub(super) fn add(&self, run: &Arc<Run>) {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.retain(|run| run.strong_count() > 0);
        runs.push(Arc::downgrade(run));
    }

    /// Those that have not ended. The lock is free again, as ending them takes time.
    pub(super) fn living(&self) -> Vec<Arc<Run>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).iter().filter_map(Weak::upgrade).collect()
    }
}
