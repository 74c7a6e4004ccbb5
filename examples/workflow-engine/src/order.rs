//! An order, from the payment to the parcel.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use temporalio_common::RetryPolicy;
use temporalio_macros::{activities, workflow, workflow_methods};
use temporalio_sdk::activities::{ActivityContext, ActivityError};
use temporalio_sdk::{ActivityOptions, ApplicationFailure, WorkflowContext, WorkflowResult};
use tokio::time;

/// What is paid with, and so what becomes of the order.
#[derive(Clone, Copy, Default, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Card {
    /// Is charged at once.
    #[default]
    Good,
    /// Is charged at the third attempt: its bank is busy.
    Busy,
    /// Is never charged, so that the order fails.
    Declined,
}

/// The workflow.
#[workflow]
#[derive(Default)]
pub(crate) struct FulfilOrder;

#[workflow_methods]
impl FulfilOrder {
    #[run]
    pub(crate) async fn run(ctx: &mut WorkflowContext<Self>, card: Card) -> WorkflowResult<()> {
        ctx.execute_activity(Shop::charge, card, tried_again_soon()).await?;
        ctx.execute_activity(Shop::ship, (), tried_again_soon()).await?;
        Ok(())
    }
}

/// The work outside of workflows.
pub(crate) struct Shop;

#[activities]
impl Shop {
    #[activity]
    pub(crate) async fn charge(ctx: ActivityContext, card: Card) -> Result<(), ActivityError> {
        a_moment().await;
        match card {
            Card::Busy if ctx.info().attempt < 3 => Err(ApplicationFailure::new("the bank is busy").into()),
            Card::Declined => Err(ApplicationFailure::non_retryable("the card was declined").into()),
            Card::Good | Card::Busy => Ok(()),
        }
    }

    #[activity]
    pub(crate) async fn ship(_ctx: ActivityContext) -> Result<(), ActivityError> {
        a_moment().await;
        Ok(())
    }

    #[activity]
    pub(crate) async fn pay_back(_ctx: ActivityContext) -> Result<(), ActivityError> {
        a_moment().await;
        Ok(())
    }
}

/// What the world takes for it.
async fn a_moment() {
    time::sleep(Duration::from_millis(5)).await;
}

/// Activities here are short, and tried again soon.
pub(crate) fn tried_again_soon() -> ActivityOptions {
    let soon = RetryPolicy::builder().initial_interval(Duration::from_millis(50)).build();
    ActivityOptions::with_start_to_close_timeout(Duration::from_secs(10)).retry_policy(soon).build()
}
