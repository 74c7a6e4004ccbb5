//! The metrics of jobs that end: pushed to a Pushgateway, or left in a file for the textfile collector.
//!
//! ```text
//! job ──its end──▶ gateway ──▶ request ──▶ tries ──▶ attempt ──HTTP──▶ Pushgateway
//!      ▲               └──────── within the time limit ────────┘
//!      │          textfile ──▶ temporary file ──rename──▶ node_exporter
//! drop, SIGTERM, panic
//! ```

mod address;
mod attempt;
mod error;
mod gateway;
mod grouping;
mod invalid;
mod job;
mod job_metrics;
mod output;
mod panic_hook;
mod request;
#[cfg(unix)]
mod sigterm;
mod textfile;
mod time_limit;
mod tries;
mod watched;

pub use error::PushError;
pub use gateway::Pushgateway;
pub use invalid::PushgatewayError;
pub use job::Job;
pub use job_metrics::JobMetrics;
pub use output::JobOutput;
pub use request::PushMethod;
pub use textfile::Textfile;
