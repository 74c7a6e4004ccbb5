//! The layer, which makes services that observe.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use tower_layer::Layer;

use super::held::Held;
use super::recorder::Recorder;
use super::{HttpMetrics, HttpService};
use crate::switch;

/// A tower layer that records requests; see [the module](super) for what is recorded, and where the layer may stand.
///
/// `HttpMetrics::layer()`, where `HttpMetrics` is what [`http_metrics!`](crate::http_metrics) declared, is the one that records
/// into the process's registry. For another registry, as in a test:
///
/// ```
/// use lowcard::Registry;
/// use lowcard::http::HttpLayer;
///
/// lowcard::http_metrics!(HttpMetrics);
///
/// let registry = Registry::new();
/// let layer = HttpLayer::new(&HttpMetrics::register(&registry)?);
/// # Ok::<(), lowcard::RegisterError>(())
/// ```
pub struct HttpLayer<M: 'static> {
    /// Nothing where there is nothing to record into.
    recorder: Option<Held<M>>,
}

impl<M: HttpMetrics> HttpLayer<M> {
    /// Records into these metrics. Where metrics are off, requests are passed on.
    pub fn new(metrics: &M) -> Self {
        Self::of((!switch::is_off()).then(|| shared(metrics, Instant::now)))
    }

    pub(super) fn of(recorder: Option<Held<M>>) -> Self {
        Self { recorder }
    }

    /// Records nothing.
    #[doc(hidden)]
    pub fn pass_through() -> Self {
        Self::of(None)
    }

    /// Takes the time from another clock, as in tests where it is to stand still: `|| tokio::time::Instant::now().into_std()`.
    ///
    /// One that panics leaves a request without its duration; nothing else becomes of it. One that goes back has seen no
    /// time pass.
    #[must_use]
    pub fn clock(self, clock: fn() -> Instant) -> Self {
        Self::of(self.recorder.map(|recorder| shared(&recorder.metrics, clock)))
    }
}

fn shared<M: HttpMetrics>(metrics: &M, clock: fn() -> Instant) -> Held<M> {
    Held::Shared(Arc::new(Recorder::new(metrics.clone(), clock)))
}

impl<S, M: HttpMetrics> Layer<S> for HttpLayer<M> {
    type Service = HttpService<S, M>;

    fn layer(&self, inner: S) -> Self::Service {
        HttpService::new(inner, self.recorder.clone())
    }
}

impl<M> Clone for HttpLayer<M> {
    fn clone(&self) -> Self {
        Self { recorder: self.recorder.clone() }
    }
}

impl<M> fmt::Debug for HttpLayer<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpLayer").field("records", &self.recorder.is_some()).finish()
    }
}
