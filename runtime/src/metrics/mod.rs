//! The metrics of libraries that use the [`metrics`](https://docs.rs/metrics) facade. Needs the feature `metrics`.
//!
//! Libraries record with `metrics::counter!` and the like, whatever names and labels they please. [`Recorder`] holds all
//! of it to a [`Policy`](crate::dynamic::Policy), and exposes it beside what the program declares:
//!
//! ```
//! use lowcard::Registry;
//! use lowcard::dynamic::Policy;
//! use lowcard::metrics::Recorder;
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let policy = Policy::default().deny_metric("chatty_*").buckets("*_bytes", &[1e3, 1e6, 1e9]);
//!     Recorder::new(policy).install()?;
//!
//!     // What a library does.
//!     metrics::describe_counter!("db.queries", "Queries that were sent.");
//!     metrics::counter!("db.queries", "table" => "orders", "query" => "SELECT 1").increment(1);
//!     metrics::histogram!("db.wait_seconds").record(0.003);
//!
//!     let text = Registry::global().encode_text();
//!     assert!(text.contains("# HELP db_queries Queries that were sent.\n"));
//!     assert!(text.contains("\ndb_queries{table=\"orders\"} 1\n")); // `query` is a label that has no end
//!     assert!(text.contains("\ndb_wait_seconds_bucket{le=\"0.005\"} 1\n"));
//!     Ok(())
//! }
//! ```
//!
//! - Names are exposed as [`dynamic`](crate::dynamic) has them, and nothing is appended. A counter whose name doesn't end
//!   with `_total` is of unknown type in OpenMetrics, whose counters must; Prometheus queries it all the same.
//! - A series is exposed from the moment it is asked for, and stays.
//! - Histograms have the buckets of the policy, and never keep what was recorded: neither a scrape nor a task has to empty
//!   them.
//! - The units of `describe_…!` are shown where the name ends with them, such as `_seconds`.
//! - What the policy did not let through is in [`Metrics::refusals`](crate::dynamic::Metrics::refusals) of
//!   [`Recorder::metrics`].
//!
//! A hit costs one look-up by the hash that the facade has ready, and then what an update of a declared metric costs. Where a
//! label is left out or a value became `other`, the labels are gone through each time, since nothing of them is kept.

mod error;
mod handles;
mod recorder;

pub use error::InstallError;
pub use recorder::Recorder;
