//! What runs of workflows are recorded into.

use std::time::Duration;

/// The metrics of workflows: what a [`Temporal`](crate::Temporal) records into.
///
/// [`workflow_metrics!`](crate::workflow_metrics) implements it for the struct that it declares. Implement it for one of
/// your own to have other metrics of the same moments.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not hold the metrics of workflows",
    label = "a `Temporal` records into what `workflow_metrics!` declares",
    note = "help: write `lowcard_temporal::workflow_metrics!(pub TemporalMetrics);`"
)]
pub trait WorkflowMetrics: Send + Sync + 'static {
    /// A run has begun.
    fn started(&self, workflow_type: &str);
    /// The server has accepted that a run completed.
    fn completed(&self, workflow_type: &str);
    /// The server has accepted that a run failed.
    fn failed(&self, workflow_type: &str);
    /// The server has accepted that a run ended, in whatever way, and this is how long it took.
    fn took(&self, workflow_type: &str, duration: Duration);
    /// Options for one more worker were made.
    fn configured(&self);
    /// A worker has begun to run.
    fn running(&self);
    /// One that was running does so no more.
    fn stopped(&self);
}

impl<M: WorkflowMetrics> WorkflowMetrics for &'static M {
    fn started(&self, workflow_type: &str) {
        M::started(self, workflow_type);
    }

    fn completed(&self, workflow_type: &str) {
        M::completed(self, workflow_type);
    }

    fn failed(&self, workflow_type: &str) {
        M::failed(self, workflow_type);
    }

    fn took(&self, workflow_type: &str, duration: Duration) {
        M::took(self, workflow_type, duration);
    }

    fn configured(&self) {
        M::configured(self);
    }

    fn running(&self) {
        M::running(self);
    }

    fn stopped(&self) {
        M::stopped(self);
    }
}
