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
//! | metric | is | at the moment when |
//! |---|---|---|
//! | `…_workflow_started_total` | runs that began | this process enters the run's code for the first time, and not for a replay |
//! | `…_workflow_completed_total` | runs that completed | the server has accepted it |
//! | `…_workflow_failed_total` | runs that failed | the server has accepted it |
//! | `…_workflow_duration_seconds` | runs that completed, failed, were cancelled or continued as new | the server has accepted it |
//! | `…_workers_running_total` | workers that are being [run](Temporal::run) | |
//! | `…_workers_configured_total` | workers that options were made for by [`Temporal::worker_options`] | |
//!
//! The page `docs/temporal.md`, in the repository of lowcard, has what that comes to under replays, retries, resets, cancels
//! and restarts of the process, and which way durations are taken.
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
