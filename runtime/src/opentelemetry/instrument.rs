//! What an instrument does with a measurement.

use opentelemetry::KeyValue;
use opentelemetry::metrics::{AsyncInstrument, SyncInstrument};

use super::attributes;
use crate::dynamic::{Instrument, Metrics};

/// Records measurements of type `M` in series of type `T`.
pub(super) struct Recording<T, M> {
    metrics: Metrics,
    /// As the series are exposed.
    name: String,
    hash: u64,
    record: fn(&T, M),
}

impl<T: Instrument, M> Recording<T, M> {
    pub(super) fn new(metrics: Metrics, name: String, record: fn(&T, M)) -> Self {
        let hash = metrics.hash(&name);
        Self { metrics, name, hash, record }
    }

    fn record(&self, measurement: M, attributes: &[KeyValue]) {
        let found = if let Some(labels) = attributes::texts(attributes) {
            self.metrics.find_hashed::<T>(&self.name, self.hash, labels)
        } else {
            let values = attributes::values(attributes);
            let value = |_, position: usize| values.get(position).map(|value| &**value).unwrap_or_default();
            self.metrics.find_hashed(&self.name, self.hash, attributes::labels(attributes, value))
        };
        if let Some(found) = found {
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
