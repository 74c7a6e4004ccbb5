//! A delivery, which is tried again as a whole when nobody is at home.

use std::time::Duration;

use temporalio_common::RetryPolicy;
use temporalio_macros::{workflow, workflow_methods};
use temporalio_sdk::{ApplicationFailure, WorkflowContext, WorkflowResult};

/// How long the van is on its way.
const WAY: Duration = Duration::from_millis(20);

/// The workflow. Each attempt is a run of its own.
#[workflow]
#[derive(Default)]
pub(crate) struct DeliverParcel;

#[workflow_methods]
impl DeliverParcel {
    /// Nobody is at home for as many attempts as `missed`.
    #[run]
    pub(crate) async fn run(ctx: &mut WorkflowContext<Self>, missed: u32) -> WorkflowResult<()> {
        ctx.timer(WAY).await;
        if ctx.info().attempt() <= missed {
            return Err(ApplicationFailure::new("nobody is at home").into());
        }
        Ok(())
    }
}

/// How often, and when.
pub(crate) fn attempts() -> RetryPolicy {
    RetryPolicy::builder().initial_interval(Duration::from_millis(50)).maximum_attempts(3).build()
}
