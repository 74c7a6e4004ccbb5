//! A worker that runs.

use crate::WorkflowMetrics;
use crate::guard::guarded;

/// Counts a worker for as long as it is there, whatever ends it.
pub(crate) struct Running<'m>(&'m dyn WorkflowMetrics);

impl<'m> Running<'m> {
    pub(crate) fn new(metrics: &'m dyn WorkflowMetrics) -> Self {
        guarded(|| metrics.running());
        Self(metrics)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        guarded(|| self.0.stopped());
    }
}
