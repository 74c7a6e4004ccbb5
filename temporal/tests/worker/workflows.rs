//! Workflows that end in each way there is.
#![expect(clippy::unused_async, clippy::unused_self, reason = "the SDK says what their signatures are")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use temporalio_common::data_converters::PayloadConversionError;
use temporalio_common::error::{ApplicationErrorCategory, ApplicationFailure};
use temporalio_macros::{workflow, workflow_methods};
use temporalio_sdk::{
    ContinueAsNewOptions, TimerResult, WorkflowContext, WorkflowContextView, WorkflowResult, WorkflowTermination,
};

/// Waits a little, so that it takes two tasks, and completes.
#[workflow]
#[derive(Default)]
pub(crate) struct Completes;

#[workflow_methods]
impl Completes {
    #[run]
    pub(crate) async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<()> {
        ctx.timer(Duration::from_secs(1)).await;
        Ok(())
    }

    #[query]
    pub(crate) fn status(&self, _ctx: &WorkflowContextView) -> String {
        "fine".to_owned()
    }
}

/// Completes with its first task.
#[workflow]
#[derive(Default)]
pub(crate) struct Returns;

#[workflow_methods]
impl Returns {
    #[run]
    pub(crate) async fn run(_ctx: &mut WorkflowContext<Self>) -> WorkflowResult<()> {
        Ok(())
    }
}

/// Fails with its second task.
#[workflow]
#[derive(Default)]
pub(crate) struct Fails;

#[workflow_methods]
impl Fails {
    #[run]
    pub(crate) async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<()> {
        ctx.timer(Duration::from_secs(1)).await;
        Err(ApplicationFailure::non_retryable("no stock").into())
    }
}

/// Fails in a way that it says is nothing to worry about.
#[workflow]
#[derive(Default)]
pub(crate) struct FailsBenignly;

#[workflow_methods]
impl FailsBenignly {
    #[run]
    pub(crate) async fn run(_ctx: &mut WorkflowContext<Self>) -> WorkflowResult<()> {
        let failure =
            ApplicationFailure::builder("closed on Sundays").category(ApplicationErrorCategory::Benign).build();
        Err(failure.into())
    }
}

/// Waits until it is cancelled.
#[workflow]
#[derive(Default)]
pub(crate) struct Waits;

#[workflow_methods]
impl Waits {
    #[run]
    pub(crate) async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<()> {
        match ctx.timer(Duration::from_secs(1_000_000)).await {
            TimerResult::Cancelled => Err(WorkflowTermination::cancelled()),
            TimerResult::Fired => Ok(()),
        }
    }
}

/// Continues as new as often as it is told, and completes.
#[workflow]
#[derive(Default)]
pub(crate) struct Continues;

#[workflow_methods]
impl Continues {
    #[run]
    pub(crate) async fn run(ctx: &mut WorkflowContext<Self>, times: u32) -> WorkflowResult<()> {
        if times > 0 {
            ctx.continue_as_new(times - 1, ContinueAsNewOptions::default())?;
        }
        Ok(())
    }
}

/// Panics as often as it is told, and then completes, as if somebody had repaired it meanwhile.
#[workflow]
#[derive(Default)]
pub(crate) struct Panics;

/// How often [`Panics`] is still to panic.
pub(crate) static PANICS: AtomicUsize = AtomicUsize::new(0);

#[workflow_methods]
impl Panics {
    #[run]
    pub(crate) async fn run(_ctx: &mut WorkflowContext<Self>) -> WorkflowResult<()> {
        assert!(!takes_one(&PANICS), "this workflow has a bug");
        Ok(())
    }
}

/// Fails tasks as often as it is told, because it can't read something, and then completes.
#[workflow]
#[derive(Default)]
pub(crate) struct FailsTasks;

/// How often [`FailsTasks`] is still to fail.
pub(crate) static FAILURES: AtomicUsize = AtomicUsize::new(0);

#[workflow_methods]
impl FailsTasks {
    #[run]
    pub(crate) async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<()> {
        ctx.timer(Duration::from_secs(1)).await;
        if takes_one(&FAILURES) {
            return Err(PayloadConversionError::EncodingError("not an order".into()).into());
        }
        Ok(())
    }
}

fn takes_one(left: &AtomicUsize) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
}
