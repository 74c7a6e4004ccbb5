//! What `workflow_metrics!` expands against, from the files of lowcard-temporal itself. The cases know this crate as
//! `lowcard_temporal`, so that each of them has the words that a user sees, and none is compiled with the SDK's 200 crates.

#[path = "../../temporal/src/macros.rs"]
mod macros;
#[path = "../../temporal/src/metrics.rs"]
mod metrics;

pub use metrics::WorkflowMetrics;

/// What expansions use.
#[doc(hidden)]
pub mod __private {
    pub use lowcard;
}
