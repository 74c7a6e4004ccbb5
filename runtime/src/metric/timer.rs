//! Durations that are measured for a histogram.

use std::mem;
use std::time::{Duration, Instant};

use super::HistogramSeries;
use crate::exemplar::ExemplarLabels;

/// Measures a duration, and observes it in seconds when it is stopped or dropped.
///
/// A timer that is dropped since its future was cancelled observes the time until then.
#[must_use = "it observes when it is dropped, so give it a name: `let _timer = …`"]
#[derive(Debug)]
pub struct Timer<'a> {
    series: HistogramSeries<'a>,
    start: Instant,
}

impl<'a> Timer<'a> {
    pub(super) fn start(series: HistogramSeries<'a>) -> Self {
        Self { series, start: Instant::now() }
    }

    /// Observes the duration now, and returns it.
    pub fn stop(self) -> Duration {
        let elapsed = self.start.elapsed();
        self.series.observe_duration(elapsed);
        self.discard();
        elapsed
    }

    /// Observes the duration now, keeps it as an exemplar with these labels, and returns it; see
    /// [`HistogramSeries::observe_with_exemplar`].
    pub fn stop_with_exemplar(self, labels: impl ExemplarLabels) -> Duration {
        let elapsed = self.start.elapsed();
        self.series.observe_with_exemplar(elapsed.as_secs_f64(), labels);
        self.discard();
        elapsed
    }

    /// Observes nothing.
    pub fn discard(self) {
        mem::forget(self); // it owns nothing, so all that is left out is the observation
    }
}

impl Drop for Timer<'_> {
    fn drop(&mut self) {
        self.series.observe_duration(self.start.elapsed());
    }
}
