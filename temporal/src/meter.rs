//! What the SDK makes its own metrics with.

use std::fmt;
use std::sync::Arc;

use lowcard::dynamic::Metrics;
use temporalio_common::telemetry::METRIC_PREFIX;
use temporalio_common::telemetry::metrics::{
    CoreMeter, Counter, Gauge, GaugeF64, Histogram, HistogramDuration, HistogramF64, MetricAttributes,
    MetricParameters, NewAttributes, UpDownCounter, default_buckets_for,
};

use crate::end::End;
use crate::instrument::Instrument;
use crate::labels;
use crate::naming::{Measure, Naming};
use crate::selection::Selection;
use crate::tap::Tap;
use crate::workflows::Workflows;

/// Keeps the SDK's metrics in a store, which a registry asks. It is made of parts that are shared, so that instruments
/// of the same name, which the SDK makes for each worker and client, are the same metric.
#[derive(Clone)]
pub(crate) struct Meter {
    pub(crate) store: Metrics,
    pub(crate) naming: Naming,
    pub(crate) selection: Selection,
    pub(crate) workflows: Arc<Workflows>,
    /// What stands before the names that come. The SDK adds it itself for workers, and not for a client.
    pub(crate) prefix: &'static str,
}

/// A long poll takes about a minute if nothing comes. The SDK has 10 seconds as the last bucket for it.
const LONG_POLL: &[f64] = &[0.05, 0.1, 0.5, 1.0, 2.5, 10.0, 30.0, 60.0, 70.0];

impl Meter {
    /// Makes a metric, or finds the one that has been made.
    fn instrument(&self, parameters: &MetricParameters, measure: Measure) -> Instrument {
        let bare = self.bare(parameters);
        if !self.selection.has(&bare) {
            return Instrument::new(self.store.clone(), None);
        }
        let name = self.naming.name(bare, measure);
        self.store.describe(&name, measure.unit(), &parameters.description);
        Instrument::new(self.store.clone(), Some(name))
    }

    fn observed(&self, parameters: &MetricParameters, measure: Measure) -> Arc<Instrument> {
        let bare = self.bare(parameters);
        let own = bare.strip_prefix(METRIC_PREFIX).unwrap_or(&bare);
        let bounds = if own == "long_request_latency" { LONG_POLL } else { default_buckets_for(own, true) };
        self.store.suggest_buckets(&self.naming.name(bare.clone(), measure), bounds);
        Arc::new(self.instrument(parameters, measure))
    }

    /// The name that the SDK has in its documentation.
    fn bare(&self, parameters: &MetricParameters) -> String {
        format!("{}{}", self.prefix, parameters.name)
    }
}

impl CoreMeter for Meter {
    fn new_attributes(&self, added: NewAttributes) -> MetricAttributes {
        labels::extended(&MetricAttributes::Empty, added)
    }

    fn extend_attributes(&self, known: MetricAttributes, added: NewAttributes) -> MetricAttributes {
        labels::extended(&known, added)
    }

    fn counter(&self, parameters: MetricParameters) -> Counter {
        let counter = self.instrument(&parameters, Measure::Count);
        match End::of_counter(&self.bare(&parameters)) {
            Some(end) => Counter::new(Arc::new(Tap { counter, end, workflows: Arc::clone(&self.workflows) })),
            None => Counter::new(Arc::new(counter)),
        }
    }

    fn histogram(&self, parameters: MetricParameters) -> Histogram {
        Histogram::new(self.observed(&parameters, Measure::of_unit(&parameters.unit)))
    }

    fn histogram_f64(&self, parameters: MetricParameters) -> HistogramF64 {
        HistogramF64::new(self.observed(&parameters, Measure::of_unit(&parameters.unit)))
    }

    fn histogram_duration(&self, parameters: MetricParameters) -> HistogramDuration {
        HistogramDuration::new(self.observed(&parameters, Measure::Seconds))
    }

    fn gauge(&self, parameters: MetricParameters) -> Gauge {
        Gauge::new(Arc::new(self.instrument(&parameters, Measure::Plain)))
    }

    fn gauge_f64(&self, parameters: MetricParameters) -> GaugeF64 {
        GaugeF64::new(Arc::new(self.instrument(&parameters, Measure::Plain)))
    }

    fn up_down_counter(&self, parameters: MetricParameters) -> UpDownCounter {
        UpDownCounter::new(Arc::new(self.instrument(&parameters, Measure::Plain)))
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meter").field("naming", &self.naming).field("store", &self.store).finish_non_exhaustive()
    }
}
