//! What the SDK records numbers in.

use std::error::Error;
use std::time::Duration;

use lowcard::dynamic::{self, Metrics};
use temporalio_common::telemetry::metrics::{
    CounterBase, GaugeBase, GaugeF64Base, HistogramBase, HistogramDurationBase, HistogramF64Base, MetricAttributable,
    MetricAttributes, NoOpInstrument, UpDownCounterBase,
};

use crate::guard::guarded;
use crate::labels;

/// A metric of the SDK, before its labels are known.
pub(crate) struct Instrument {
    store: Metrics,
    /// As it is exposed; nothing if it is not.
    name: Option<String>,
}

/// A series of it.
struct Series<T>(T);

impl Instrument {
    pub(crate) fn new(store: Metrics, name: Option<String>) -> Self {
        Self { store, name }
    }

    /// Finds a series. What the store has no room for leads nowhere.
    fn series<T>(&self, attributes: &MetricAttributes, find: Find<T>) -> Option<Series<T>> {
        let name = self.name.as_ref()?;
        guarded(|| {
            let labels = labels::of(attributes).into_iter().flatten();
            let labels: Vec<_> = labels.map(|(name, value)| (&**name, &**value)).collect();
            Series(find(&self.store, name, &labels))
        })
    }
}

type Find<T> = fn(&Metrics, &str, &[(&str, &str)]) -> T;

/// What differs between the instruments that the SDK has: where their series are found, and how a number is recorded. None
/// of them ever fails: where the SDK is told of an error it stops the worker, or drops the metric for good.
macro_rules! instruments {
    ($($Base:ident: $Series:ident by $find:ident, $record:ident($series:ident, $number:ident: $Number:ty) $recording:block)+) => {
        $(
            impl MetricAttributable<Box<dyn $Base>> for Instrument {
                fn with_attributes(&self, attributes: &MetricAttributes) -> Result<Box<dyn $Base>, Box<dyn Error>> {
                    Ok(match self.series(attributes, Metrics::$find) {
                        Some(series) => Box::new(series),
                        None => Box::new(NoOpInstrument),
                    })
                }
            }

            impl $Base for Series<dynamic::$Series> {
                fn $record(&self, $number: $Number) {
                    let Self($series) = self;
                    guarded(|| $recording);
                }
            }
        )+
    };
}

instruments! {
    CounterBase: Counter by counter, adds(series, number: u64) { series.add(number) }
    GaugeBase: Gauge by gauge, records(series, number: u64) { series.set(float(number)) }
    GaugeF64Base: Gauge by gauge, records(series, number: f64) { series.set(number) }
    UpDownCounterBase: Gauge by gauge, adds(series, number: i64) {
        let size = float(number.unsigned_abs());
        series.add(if number < 0 { -size } else { size });
    }
    HistogramBase: Histogram by histogram, records(series, number: u64) { series.observe(float(number)) }
    HistogramF64Base: Histogram by histogram, records(series, number: f64) { series.observe(number) }
    HistogramDurationBase: Histogram by histogram, records(series, number: Duration) { series.observe_duration(number) }
}

#[expect(clippy::cast_precision_loss, reason = "Prometheus has no other numbers")]
fn float(number: u64) -> f64 {
    number as f64
}
