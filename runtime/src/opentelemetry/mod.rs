//! What instruments of the OpenTelemetry metrics API record. Needs the feature `opentelemetry`.
//!
//! A [`MeterProvider`] takes the place of the SDK's: libraries that know only the API record into a
//! [`Registry`](crate::Registry), and no SDK, reader or exporter is needed.
//!
//! ```
//! use lowcard::Registry;
//! use lowcard::dynamic::Policy;
//! use lowcard::opentelemetry::MeterProvider;
//! use opentelemetry::KeyValue;
//! use opentelemetry::metrics::MeterProvider as _;
//!
//! let registry = Registry::new(); // in a program: `MeterProvider::new(…).install()?`, for all meters and the global registry
//! let provider = MeterProvider::new(Policy::default());
//! provider.attach(&registry)?;
//!
//! let meter = provider.meter("checkout"); // in a library: `opentelemetry::global::meter("checkout")`
//! let sizes = meter.f64_histogram("cart.size").with_unit("By").with_boundaries(vec![100.0, 1000.0]).build();
//! sizes.record(250.0, &[KeyValue::new("cart.kind", "guest")]);
//!
//! assert!(registry.encode_text().contains("\ncart_size_bytes_sum{cart_kind=\"guest\"} 250\n"));
//! # Ok::<(), lowcard::AttachError>(())
//! ```
//!
//! | instrument | becomes |
//! |---|---|
//! | counter, observable counter | a counter |
//! | up-down counter, gauge, both observable as well | a gauge |
//! | histogram | a histogram, with the buckets of the [`Policy`](crate::dynamic::Policy), else those that the instrument states |
//!
//! - **Names** are those that [OpenTelemetry gives them in Prometheus](https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/):
//!   `_` for what no name can have, then the unit as a word, then `_total` for a counter; so the counter `http.requests`
//!   of unit `{request}` is `http_requests_total`. [`without_suffixes`](MeterProvider::without_suffixes) leaves the names
//!   as they are.
//! - **Attributes** are labels, held to the policy. A meter's name, version and attributes are no labels, as they would be
//!   on every series; two meters with an instrument of the same name share it.
//! - **Callbacks** of observable instruments run with each scrape, on the thread that asks collectors. One that panics is
//!   counted in `lowcard_collector_errors_total{collector="opentelemetry_callbacks"}`. What a callback does not observe any
//!   more keeps its last value.
//! - The resource, views, exemplars and the exponential histograms belong to the SDK. Where the SDK is used already, its
//!   exporter for the prometheus crate can be attached instead, with the feature `prometheus`.

mod attributes;
mod callbacks;
mod instrument;
mod meter;
mod name;
mod provider;
#[cfg(test)]
mod tests;
mod unit;

pub use provider::MeterProvider;
