//! Prometheus metrics whose number of series is known before the program ships.
//!
//! Declare a metric and use it; it registers itself:
//!
//! ```
//! use lowcard::{Counter, LabelSet, LabelValue, Registry, metric};
//!
//! /// How a reminder is sent.
//! #[derive(Clone, Copy, LabelValue)]
//! enum Channel { Email, Push }
//!
//! #[derive(Clone, Copy, LabelSet)]
//! struct Delivery { channel: Channel }
//!
//! /// Reminders that left the service.
//! #[metric]
//! static REMINDER_DELIVERIES_TOTAL: Counter<Delivery>;
//!
//! REMINDER_DELIVERIES_TOTAL.with(Delivery { channel: Channel::Email }).inc();
//!
//! assert_eq!(Registry::global().encode_text(), "\
//! ## HELP app_reminder_deliveries_total Reminders that left the service.
//! ## TYPE app_reminder_deliveries_total counter
//! app_reminder_deliveries_total{channel=\"email\"} 1
//! ");
//! ```
//!
//! A label's values are an enum, or are capped: what has no bound doesn't compile. So the compiler knows how many
//! series a metric can have, and refuses one that is over its budget.
//!
//! | to | use |
//! |---|---|
//! | declare one metric | [`#[metric]`](macro@metric) on a `static` [`Counter`], [`Gauge`], [`Histogram`] or [`Info`] |
//! | declare metrics that belong together | [`#[derive(Metrics)]`](derive@Metrics) |
//! | say which values a label has | [`#[derive(LabelValue)]`](derive@LabelValue); [`Method`], [`StatusClass`], [`StatusCode`] |
//! | say which labels a metric has | [`#[derive(LabelSet)]`](derive@LabelSet) |
//! | have those of HTTP requests | with the feature `http`, [`http_metrics!`] and its [layer](mod@http) |
//! | expose them | with the feature `axum` a [`router`](axum::router), with `serve` a [port of their own](fn@serve), with `endpoint` a [tower service](Endpoint); or [`Registry::encode`] |
//! | let an operator decide where, and whether at all | with the feature `config`, a [`Config`] |
//! | push the metrics of a job that ends | with the feature `push` a [`Job`], or on your own terms a [`Pushgateway`] or [`Textfile`] |
//! | link an observation to a trace | [`ExemplarLabels`], and with the feature `tracing` [`CurrentTrace`] |
//! | keep what the prometheus crate counts | with the feature `prometheus`, [its registries as collectors, and ours in theirs](mod@prometheus) |
//! | bring in what libraries record through the `metrics` facade | with the feature `metrics`, the module `metrics` |
//! | bring in other metrics that are only met at run time | with the feature `dynamic`, the module `dynamic` |
//! | bring in what OpenTelemetry instruments record | with the feature `opentelemetry`, the module `opentelemetry` |
//! | say which build runs, and for how long | [`system_metrics!`] |
//! | see what the process takes from its machine | with the feature `process`, the module `process` |
//! | see what tokio's runtimes and tasks do | with the feature `tokio`, the module `tokio` |
//! | know what there is | [`definitions`], [`register_all`] |
//! | test what was recorded | with the feature `testing`, the module `testing` |
//!
//! Recording never panics, blocks or fails. A metric that a registry refuses is in [`Registry::refused`].

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
#[cfg(feature = "axum")]
pub mod axum;
mod collector;
#[cfg(feature = "config")]
mod config;
#[cfg(any(feature = "endpoint", feature = "push"))]
mod credentials;
#[cfg(feature = "tracing")]
mod current_trace;
mod declaration;
#[cfg(feature = "dynamic")]
pub mod dynamic;
mod encode;
#[cfg(feature = "endpoint")]
mod endpoint;
mod exemplar;
mod family;
#[cfg(test)]
mod fixtures;
mod gather;
#[cfg(feature = "http")]
pub mod http;
mod label;
mod linked;
mod macros;
mod metadata;
mod metric;
#[cfg(feature = "metrics")]
pub mod metrics;
mod name;
mod numbering;
#[cfg(feature = "opentelemetry")]
pub mod opentelemetry;
#[cfg(any(feature = "config", feature = "serve"))]
mod path;
#[cfg(feature = "process")]
pub mod process;
#[cfg(feature = "prometheus")]
pub mod prometheus;
#[cfg(feature = "push")]
mod push;
mod reading;
mod registry;
#[cfg(feature = "serve")]
mod serve;
mod site;
mod storage;
mod switch;
mod system;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "tokio")]
pub mod tokio;

pub use collector::{
    AttachError, Collector, CollectorError, CollectorErrorCause, Families, HistogramFamily, SampleFamily, SampleValue,
    SummaryFamily,
};
#[cfg(feature = "config")]
pub use config::{Config, ConfigError, Monitoring, WhenDisabled};
#[cfg(any(feature = "endpoint", feature = "push"))]
pub use credentials::{Credentials, CredentialsError};
#[cfg(feature = "tracing")]
pub use current_trace::CurrentTrace;
pub use encode::Format;
#[cfg(feature = "endpoint")]
pub use endpoint::{Endpoint, ScrapeBody, ScrapeFuture};
pub use exemplar::ExemplarLabels;
pub use label::{ConstantLabels, Interned, LabelSet, LabelValue, Method, StatusClass, StatusCode};
pub use linked::{definitions, register_all};
pub use lowcard_schema::{Definition, Deprecation, Domain, Kind, Label, Native, Number, Site, Stability};
pub use macros::{LabelSet, LabelValue, Metrics, metric};
pub use metric::{
    Counter, CounterNumber, CounterSeries, Gauge, GaugeNumber, GaugeSeries, Histogram, HistogramSeries,
    HistogramSnapshot, Info, Metrics, Timer, Tracked,
};
#[cfg(feature = "push")]
pub use push::{Job, JobMetrics, JobOutput, PushError, PushMethod, Pushgateway, PushgatewayError, Textfile};
pub use registry::{Difference, RegisterError, RegisterErrors, Registry};
#[cfg(feature = "serve")]
pub use serve::{Server, ServerLimits, serve};
