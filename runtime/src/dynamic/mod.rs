//! Metrics whose names and labels are only met at run time, held to bounds at run time. Needs the feature `dynamic`.
//!
//! It is for those who bring the metrics of other libraries into a [`Registry`](crate::Registry). In a program of your
//! own, declare what you record: then the compiler checks it, and an update costs less.
//!
//! ```
//! use lowcard::Registry;
//! use lowcard::dynamic::{Metrics, Policy};
//!
//! let metrics = Metrics::new(Policy::default());
//! metrics.describe("http.requests_total", None, "Requests that were answered.");
//! metrics.counter("http.requests_total", &[("method", "GET"), ("user_id", "7")]).inc();
//! metrics.counter("http.requests_total", &[("user_id", "8"), ("method", "GET")]).inc();
//!
//! let registry = Registry::new();
//! registry.attach("http", metrics.clone())?;
//! assert_eq!(registry.encode_text(), "\
//! ## HELP http_requests_total Requests that were answered.
//! ## TYPE http_requests_total counter
//! http_requests_total{method=\"GET\"} 2
//! ## HELP lowcard_dynamic_refused_total What the policy on metrics that are met at run time did not let through as it came, \
//! by the reason.
//! ## TYPE lowcard_dynamic_refused_total counter
//! lowcard_dynamic_refused_total{cause=\"label_denied\",collector=\"http\"} 2
//! ");
//! assert_eq!(
//!     metrics.refusals()[0].to_string(),
//!     "`http_requests_total`, label `user_id`: it was left out: one series per user; `allow_label` lets it in",
//! );
//! # Ok::<(), lowcard::AttachError>(())
//! ```
//!
//! - **Names** are exposed with a `_` for each character that no name can have, so `http.requests` is `http_requests`;
//!   nothing is appended. Two metrics whose names become one are a conflict, and so are a counter and a gauge of one
//!   name: the first one holds, and handles of the second lead nowhere. `le`, `quantile` and what starts with `__` can't
//!   be labels, and `lowcard_` starts names of ours only.
//! - **Series** are exposed from the moment somebody asks for a handle, and stay for as long as the store does: a counter
//!   must not fall, and a gauge that is gone can't be told from one whose process has ended.
//! - **Memory** is bounded by the [`Policy`], whatever comes. What was refused is not remembered.
//! - **Updates** of a handle never fail, and after a thread's first one never wait or allocate. A counter's costs what
//!   that of a declared one does, a histogram's a search for the bucket more.

mod buckets;
mod context;
mod counter;
mod family;
mod gauge;
mod histogram;
mod key;
mod labels;
mod metrics;
mod name;
mod pattern;
mod policy;
mod refusal;
mod rows;
mod table;
#[cfg(test)]
mod tests;

pub use counter::Counter;
pub use gauge::Gauge;
pub use histogram::Histogram;
pub use metrics::Metrics;
pub use policy::Policy;
pub use refusal::{Refusal, RefusalCause};

#[cfg(feature = "metrics")]
pub(crate) use table::Table;
/// What bridges record in.
#[cfg(any(feature = "metrics", feature = "opentelemetry"))]
pub(crate) use {counter::Sum, family::Instrument, gauge::Level, histogram::Distribution};
