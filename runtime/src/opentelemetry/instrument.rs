//! What an instrument does with a measurement.

use opentelemetry::KeyValue;
use opentelemetry::metrics::{AsyncInstrument, SyncInstrument};

use super::attributes::Attributes;
use crate::dynamic::{Instrument, Metrics};

/// Records measurements of type `M` in series of type `T`.
pub(super) struct Recording<T, M> {
    metrics: Metrics,
    /// As the series are exposed.
    name: String,
    record: fn(&T, M),
}

impl<T: Instrument, M> Recording<T, M> {
    pub(super) fn new(metrics: Metrics, name: String, record: fn(&T, M)) -> Self {
        Self { metrics, name, record }
    }

    fn record(&self, measurement: M, attributes: &[KeyValue]) {
        let attributes = Attributes::new(attributes);
        if let Some(found) = self.metrics.find::<T>(&self.name, attributes.labels()) {
            (self.record)(found.series, measurement);
        }
    }
}

impl<T: Instrument, M> SyncInstrument<M> for Recording<T, M> {
    fn measure(&self, measurement: M, attributes: &[KeyValue]) {
        self.record(measurement, attributes);
    }
}

impl<T: Instrument, M> AsyncInstrument<M> for Recording<T, M> {
    fn observe(&self, measurement: M, attributes: &[KeyValue]) {
        self.record(measurement, attributes);
    }
}
