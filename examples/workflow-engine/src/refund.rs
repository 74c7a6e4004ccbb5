//! A refund, which somebody has to decide on.

use temporalio_macros::{workflow, workflow_methods};
use temporalio_sdk::{SyncWorkflowContext, WorkflowContext, WorkflowResult};

use crate::order::{Shop, tried_again_soon};

/// The workflow. It waits for as long as nobody decides, and ends when it is cancelled.
#[workflow]
#[derive(Default)]
pub(crate) struct DecideRefund {
    approved: Option<bool>,
}

#[workflow_methods]
impl DecideRefund {
    /// Whether the money was paid back.
    #[run]
    pub(crate) async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<bool> {
        ctx.wait_condition(|refund| refund.approved.is_some()).await?;
        let approved = ctx.state(|refund| refund.approved == Some(true));
        if approved {
            ctx.execute_activity(Shop::pay_back, (), tried_again_soon()).await?;
        }
        Ok(approved)
    }

    /// The decision.
    #[signal]
    pub(crate) fn decide(&mut self, _ctx: &mut SyncWorkflowContext<Self>, approved: bool) {
        self.approved = Some(approved);
    }
}
