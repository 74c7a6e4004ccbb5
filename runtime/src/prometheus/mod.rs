//! The [prometheus crate](::prometheus) beside lowcard, in one process and on one endpoint.
//!
//! [`Registry::attach`](crate::Registry::attach) takes a registry of that crate as it is. All that is in it is then
//! served with what is declared here, in every format that the endpoint has:
//!
//! ```
//! use lowcard::Registry;
//!
//! let jobs = prometheus::register_int_counter_vec!("jobs_total", "Jobs that were run.", &["queue"])?;
//! jobs.with_label_values(&["mail"]).inc();
//!
//! let registry = Registry::new();
//! registry.attach("prometheus", prometheus::default_registry().clone())?;
//! assert_eq!(registry.encode_text(), "\
//! ## HELP jobs_total Jobs that were run.
//! ## TYPE jobs_total counter
//! jobs_total{queue=\"mail\"} 1
//! ");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It can be part of as many of our registries as you like; each scrape gathers it anew. [`Adopted`] gives it another
//! limit than 200,000 series. [`Bridge`] is the other way: our registry is a part of one of that crate, and its
//! endpoint stays. Both at once are fine.
//!
//! # What changes
//!
//! Names, types, help, labels and values stay. A family or series that would break the exposition is left out and
//! [reported](crate::Registry::collector_errors), where that crate writes it. What is known of its version 0.14:
//!
//! | there | here |
//! |---|---|
//! | text, and protobuf if the program encodes it | all three, as each scraper asks; a counter whose name has no `_total` is of unknown type in OpenMetrics, with the same name |
//! | `le="1"`, `quantile="1"` | `le="1.0"`, `quantile="1.0"`, as in OpenMetrics; a Prometheus 3 stores both so, one before begins new series |
//! | `inf` and `-inf` | `+Inf` and `-Inf` |
//! | a large number has up to 309 digits | an exponent |
//! | the text encoder panics at an untyped metric | it is exposed |
//! | a counter that is negative or `NaN` is written | left out, reported |
//! | two collectors may give one series, or one name with two types | one of them stays, the others are reported |
//! | a registry's common label may be one that a metric has already, and its prefix any text | left out, reported |
//! | a gauge `m_count` beside a histogram `m`, or a gauge `m` beside a counter `m_total` | the one whose name comes first stays: in OpenMetrics they would clash; the other is reported |
//! | names that start with `_` | left out, reported: OpenMetrics reserves them |
//! | labels come in any order | by their names; one with an empty value is the same as none |
//! | counts of a histogram or summary are rounded above 2^53 | exact |
//! | nothing limits the number of series | 200,000, or what [`Adopted`] says |
//! | a metric may have a timestamp | it has none: the time is the scrape's |
//!
//! What happens before anybody can look at it stays as it is: counters are rounded above 2^53 when that crate gathers
//! them, and `with_label_values(&["ab", "c"])` and `(&["a", "bc"])` are one series, because it tells label sets apart
//! by a hash of their values without a separator.
//!
//! While that crate gathers, it holds a lock that a registration has to wait for. If a collector registers a metric
//! meanwhile (often hidden in a `LazyLock`), it never returns, and its registry can't be used any more. The
//! [`Endpoint`](https://docs.rs/lowcard/latest/lowcard/struct.Endpoint.html) then serves everything else, and counts a
//! `timeout`; [`Registry::encode`](crate::Registry::encode) waits, as it does for every collector.

mod adopted;
mod bridge;
mod messages;
mod model;

pub use adopted::Adopted;
pub use bridge::Bridge;
