//! What requests are recorded into.

use super::{Lengths, Templates};
use crate::label::{Interned, LabelSet, Method};
use crate::metric::{Counter, Gauge, Histogram};

/// The metrics of HTTP requests: what an [`HttpLayer`](super::HttpLayer) records into.
///
/// Only [`http_metrics!`](crate::http_metrics) implements it, for the struct that it declares.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not hold the metrics of HTTP requests",
    label = "a layer records into what `http_metrics!` declares",
    note = "help: write `lowcard::http_metrics!(pub HttpMetrics);`"
)]
pub trait HttpMetrics: Clone + Send + Sync + 'static {
    /// The labels of what is counted: method, path and status.
    #[doc(hidden)]
    type Request: LabelSet;
    /// The labels of what is observed: method and path.
    #[doc(hidden)]
    type Route: LabelSet;
    /// Whether the lengths of bodies are observed.
    #[doc(hidden)]
    type Lengths: Lengths;

    /// How many paths there can be.
    #[doc(hidden)]
    const PATHS: u64;
    /// How many statuses there can be.
    #[doc(hidden)]
    const STATUSES: u64;
    /// The templates, or paths without a template, that are not observed.
    #[doc(hidden)]
    const SKIPPED: &'static [&'static str];

    /// The templates that were met.
    #[doc(hidden)]
    fn templates() -> &'static Templates;
    /// The path with this template.
    #[doc(hidden)]
    fn path(template: &str) -> Interned;
    /// Which of the statuses a code is, from 0.
    #[doc(hidden)]
    fn status(code: u16) -> u32;
    #[doc(hidden)]
    fn request(method: Method, path: Interned, code: u16) -> Self::Request;
    #[doc(hidden)]
    fn route_labels(method: Method, path: Interned) -> Self::Route;

    #[doc(hidden)]
    fn requests(&self) -> &Counter<Self::Request>;
    #[doc(hidden)]
    fn durations(&self) -> &Histogram<Self::Route>;
    #[doc(hidden)]
    fn in_flight(&self) -> &Gauge;
    /// Where the lengths of bodies are observed, if they are.
    #[doc(hidden)]
    fn sizes(&self) -> Option<Sizes<&Histogram<Self::Route>>>;
}

/// Something for each of the bodies of a request and its answer.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Sizes<T> {
    /// What is received.
    pub request: T,
    /// What is sent.
    pub response: T,
}
