//! Exact metrics of Temporal's workflows, and all that the SDK measures itself, on the one endpoint that an application
//! has.
//!
//! ```no_run
//! use lowcard::Registry;
//! use lowcard_temporal::Temporal;
//! use temporalio_client::{Client, ClientOptions, Connection, Url};
//! use temporalio_sdk::runtime::{Runtime, RuntimeOptions};
//! use temporalio_sdk::{Worker, WorkerOptions};
//!
//! lowcard_temporal::workflow_metrics!(pub TemporalMetrics); // <namespace>_temporal_workflow_started_total, …
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let temporal = Temporal::new(TemporalMetrics::global()?).deny(["temporal_long_request_latency"]);
//!     temporal.attach_to(Registry::global())?; // temporal_request, temporal_workflow_task_execution_latency, …
//!
//!     let telemetry = temporal.telemetry_options(Default::default())?;
//!     let runtime = Runtime::from_current_tokio(RuntimeOptions::builder().telemetry_options(telemetry).build()?)?;
//!     let connection = temporal.connection_options(Url::parse("http://127.0.0.1:7233")?).build();
//!     let client = Client::new(Connection::connect(connection).await?, ClientOptions::new("default").build())?;
//!
//!     let options = temporal.worker_options(WorkerOptions::new("orders"));
//!     // .register_workflow::<Order>()? .register_activities(Payments)
//!     let mut worker = Worker::new(&runtime, client, options.build())?;
//!     temporal.run(&mut worker).await?;
//!     Ok(())
//! }
//! ```
//!
//! The endpoint is lowcard's: an axum route, or a port of its own. The SDK opens none.
//!
//! # What each metric means
//!
//! A workflow's code runs more often than the workflow does: again with each replay, and again when a task fails or the
//! server refuses its result because a signal came meanwhile. So nothing is counted when code merely runs or returns:
//!
//! | metric | counts a run | once |
//! |---|---|---|
//! | `…_workflow_started_total` | whose code this process enters without replaying it | it does so for the first time |
//! | `…_workflow_completed_total` | that completed | the server has accepted that it did |
//! | `…_workflow_failed_total` | that failed | the server has accepted that it did |
//! | `…_workflow_duration_seconds` | that completed, failed, was cancelled or continued as new | the server has accepted that it did |
//!
//! The duration is from the start of the run by the server's clock until its code has returned by that of this machine, so
//! that neither a replay nor another worker makes it shorter. What a cron schedule or a delayed start waited for is part
//! of it. Where two clocks disagree so much that it would be negative, it is 0.
//!
//! | what happens | started | completed | failed | duration |
//! |---|---|---|---|---|
//! | a replay: a cache that is full, another worker, a query of a workflow, open or closed | | | | |
//! | a task fails, panics or times out, and is tried again | | | | |
//! | the server refuses the end of a run, and accepts it later | | once | or once | once |
//! | an activity is retried | | | | |
//! | a workflow is retried by its retry policy, or runs again by its schedule: each time is a run | 1 | | or 1 | 1 |
//! | it continues as new: the old run ends, a new one starts | 1 | | | 1 |
//! | it is cancelled, and its code ends with that | | | | 1 |
//! | it is cancelled, and its code completes all the same | | 1 | | 1 |
//! | it fails with an error of the category *benign* | | | | |
//! | it is terminated, or its time is up: no worker is told | | | | |
//! | it is reset to its first task: a new run starts | 1 | | | |
//! | it is reset to a later task: a new run goes on from there | | | | |
//! | a reset run ends, once more | | 1 | or 1 | 1 |
//! | the process restarts between tasks: the next one goes on with the run | | | | |
//! | the process restarts in a run's first task, which another then has, too | 1 more | | | |
//! | it is replayed by a `WorkflowReplayer` | | | | |
//!
//! Starts and ends of one run may so be counted by different processes, and over all of them: what has started and neither
//! ended nor was terminated is running. A process counts what it sees, and a counter that begins again at 0 is what
//! `rate()` and `increase()` expect.
//!
//! Of several runs of one type that end at the same moment, which of them the server has just accepted is not known. Their
//! durations are each observed once, whatever the order. If it accepts one and refuses another, the one may be observed
//! with the other's duration.
//!
//! `…_workers_configured_total` is how many times options for a worker were made by [`Temporal::worker_options`], and
//! `…_workers_running_total` how many workers are being [run](Temporal::run). They are gauges.
//!
//! What is recorded nowhere else depends on both halves being wired: without [`Temporal::worker_options`] runs do not start
//! and have no durations, and without [`Temporal::telemetry_options`] they do not end.
//!
//! # The SDK's own metrics
//!
//! All of them are in the registry that [`Temporal::attach_to`] names, about 40 families, whose series have different labels
//! within one family, as the SDK has it: a request that is about a task queue says which. Times are in seconds, in the
//! buckets that the SDK recommends. [`Naming`] says what they are called, [`Temporal::allow`] and [`Temporal::deny`] which
//! there are.
//!
//! One of them is not what it seems: `temporal_workflow_endtoend_latency` observes a closed workflow again with each query
//! that is answered by a replay, and one whose end was refused twice. Use `…_workflow_duration_seconds`.
//!
//! Their number of series is bounded, whatever names activities and task queues have: see [`Temporal::max_series`] and
//! [`Temporal::max_values`]. The label of sticky task queues, of which each process has its own, is refused.
//!
//! # What goes wrong
//!
//! Recording never fails a workflow's task, and never stops a worker. A panic in it is caught: unguarded, it would be
//! a workflow that is stuck until somebody repairs it. While metrics are off, by the configuration of lowcard, the options
//! of the SDK stay as they are.
//!
//! # Building it
//!
//! Temporal's protocol buffers are compiled in Rust, so that no `protoc` has to be on the machine; without the default
//! feature `vendored-protox` it has to be. TLS is a choice of the application: a feature of `temporalio-client`, such as
//! `tls-ring`.

mod end;
mod error;
mod guard;
mod instrument;
mod interceptor;
mod labels;
mod macros;
mod meter;
mod metrics;
mod naming;
mod recent;
mod running;
mod selection;
mod tap;
mod temporal;
mod workflows;

pub use error::TelemetryError;
pub use metrics::WorkflowMetrics;
pub use naming::Naming;
pub use temporal::Temporal;

/// What expansions of the macro use. Nothing here is meant to be written by hand, and any of it may change.
#[doc(hidden)]
pub mod __private {
    pub use lowcard;
}
