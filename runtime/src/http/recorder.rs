//! Records requests that are over.

use std::panic::catch_unwind;
use std::sync::OnceLock;
use std::time::Instant;

use super::rows::Rows;
use super::template::Seen;
use super::{HttpMetrics, Lengths as _, template};
use crate::label::{Interned, LabelValue, Method};

/// The metrics, and what was found out about them before.
pub(super) struct Recorder<M> {
    pub(super) metrics: M,
    clock: fn() -> Instant,
    unmatched: Interned,
    /// By path, and then by method.
    rows: Box<[OnceLock<Box<Rows>>]>,
}

/// What is known of a request and its answer.
pub(super) struct Exchange<L> {
    pub(super) method: Method,
    /// Once it is known which one it is.
    pub(super) route: Option<Seen>,
    /// When it came, if the clock said so.
    pub(super) begun: Option<Instant>,
    pub(super) lengths: L,
}

impl<M: HttpMetrics> Recorder<M> {
    pub(super) fn new(metrics: M, clock: fn() -> Instant) -> Self {
        let places = M::PATHS.saturating_mul(Method::DOMAIN.len());
        Self {
            metrics,
            clock,
            unmatched: template::unmatched::<M>(), // the first to be kept, so that there is room for it
            rows: (0..places).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The time, unless the clock fails: what can't be timed is counted all the same.
    #[inline]
    pub(super) fn now(&self) -> Option<Instant> {
        catch_unwind(self.clock).ok()
    }

    /// Counts and observes a request that was answered with this code, unless its route turned out to be left out.
    #[inline]
    pub(super) fn record(&self, exchange: &Exchange<M::Lengths>, code: u16) {
        let path = match exchange.route {
            Some(Seen::Path(path)) => path,
            Some(Seen::Skipped) => return,
            None => self.unmatched,
        };
        let Some(rows) = self.rows(exchange.method, path) else { return };
        let metrics = &self.metrics;
        metrics.requests().at(rows.request(metrics, code)).inc();
        if let (Some(begun), Some(now)) = (exchange.begun, self.now()) {
            // A clock that goes back has seen no time pass.
            metrics.durations().at(rows.duration).observe_duration(now.saturating_duration_since(begun));
        }
        if let (Some(lengths), Some(sizes), Some(rows)) = (exchange.lengths.measured(), metrics.sizes(), rows.sizes) {
            if let Some(received) = lengths.received {
                sizes.request.at(rows.request).observe(float(received));
            }
            sizes.response.at(rows.response).observe(float(lengths.sent));
        }
    }

    #[inline]
    fn rows(&self, method: Method, path: Interned) -> Option<&Rows> {
        let paths = u32::try_from(M::PATHS).unwrap_or(u32::MAX);
        let place = path.ordinal(paths.saturating_sub(1)) as usize * METHODS + method.ordinal() as usize;
        let rows = self.rows.get(place)?;
        Some(rows.get_or_init(|| Box::new(Rows::find(&self.metrics, method, path))))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "there are ten")]
const METHODS: usize = Method::DOMAIN.len() as usize;

/// No body is so long that its length is not exact.
#[expect(clippy::cast_precision_loss, reason = "up to 8 PiB it is exact")]
fn float(bytes: u64) -> f64 {
    bytes as f64
}
