//! What the server itself knows of the workflows.

use std::error::Error;
use std::time::Duration;

use futures::TryStreamExt;
use lowcard_servers::{TemporalServer, poll};
use temporalio_client::{
    Client, ClientOptions, Connection, ConnectionOptions, Url, WorkflowDescribeOptions, WorkflowExecutionInfo,
    WorkflowExecutionStatus, WorkflowListOptions,
};

use crate::counted::{ByType, Counted};

/// The events of a run whose first task was done: it was started, and the task was scheduled, started and completed.
const FIRST_TASK_DONE: usize = 4;

/// How the runs of all workflows have ended, once there are so many and none is open.
#[track_caller]
pub(crate) fn closed(server: &TemporalServer, runs: usize, timeout: Duration) -> Counted {
    counted(&wait(server, runs, timeout, |run| run.status != WorkflowExecutionStatus::Running))
}

/// Waits until there are so many runs, and the server has taken what came of the first task of each.
#[track_caller]
pub(crate) fn under_way(server: &TemporalServer, runs: usize, timeout: Duration) {
    wait(server, runs, timeout, |run| run.events >= FIRST_TASK_DONE);
}

#[track_caller]
fn wait(server: &TemporalServer, runs: usize, timeout: Duration, holds: impl Fn(&Run) -> bool) -> Vec<Run> {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let mut last = Vec::new();
    let held = poll(timeout, || {
        last = runtime.block_on(known(&server.url())).expect("an answer of the server");
        (last.len() == runs && last.iter().all(&holds)).then_some(())
    });
    assert!(held.is_some(), "after {timeout:?}, the server knows {} runs: {last:#?}", last.len());
    last
}

#[derive(Debug)]
struct Run {
    workflow_type: String,
    status: WorkflowExecutionStatus,
    events: usize,
}

/// Each run that there is, asked for alone: lists are late.
async fn known(url: &str) -> Result<Vec<Run>, Box<dyn Error>> {
    let connection = Connection::connect(ConnectionOptions::new(Url::parse(url)?).build()).await?;
    let client = Client::new(connection, ClientOptions::new("default").build())?;
    let listed: Vec<_> = client.list_workflows("", WorkflowListOptions::default()).try_collect().await?;
    let mut runs = Vec::new();
    for run in listed {
        let run = WorkflowExecutionInfo::builder().namespace("default").workflow_id(run.id()).run_id(run.run_id());
        let handle = run.build().bind_untyped(client.clone());
        let described = handle.describe(WorkflowDescribeOptions::default()).await?;
        runs.push(Run {
            workflow_type: described.workflow_type().to_owned(),
            status: described.status(),
            events: described.history_length(),
        });
    }
    Ok(runs)
}

/// What ought to be counted then: each run was started and timed, whatever became of it.
fn counted(runs: &[Run]) -> Counted {
    let of = |statuses: &[WorkflowExecutionStatus]| {
        let mut counts = ByType::new();
        for run in runs.iter().filter(|run| statuses.is_empty() || statuses.contains(&run.status)) {
            *counts.entry(run.workflow_type.clone()).or_default() += 1;
        }
        counts
    };
    Counted {
        started: of(&[]),
        completed: of(&[WorkflowExecutionStatus::Completed]),
        failed: of(&[WorkflowExecutionStatus::Failed]),
        timed: of(&[]),
    }
}
