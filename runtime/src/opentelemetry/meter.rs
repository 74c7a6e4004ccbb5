//! The instruments that a meter makes.

use std::sync::Arc;

use opentelemetry::metrics::{
    AsyncInstrumentBuilder, Callback, Counter, Gauge, Histogram, HistogramBuilder, InstrumentBuilder,
    InstrumentProvider, ObservableCounter, ObservableGauge, ObservableUpDownCounter, UpDownCounter,
};

use super::instrument::Recording;
use super::name::{Name, Sort};
use super::provider::MeterProvider;
use crate::dynamic::{Distribution, Instrument, Level, Sum};

/// A method for each instrument that is recorded where the program does something.
macro_rules! instruments {
    ($($method:ident: $Made:ident<$Number:ty>, $sort:ident, $record:expr;)+) => {
        $(
            fn $method(&self, builder: InstrumentBuilder<'_, $Made<$Number>>) -> $Made<$Number> {
                let InstrumentBuilder { name, description, unit, .. } = builder;
                let name = self.describe(&name, unit.as_deref(), description.as_deref(), Sort::$sort);
                $Made::new(Arc::new(Recording::new(self.metrics.clone(), name, $record)))
            }
        )+
    };
}

/// A method for each instrument that is observed with each scrape.
macro_rules! observable_instruments {
    ($($method:ident: $Made:ident<$Number:ty>, $sort:ident, $record:expr;)+) => {
        $(
            fn $method(&self, builder: AsyncInstrumentBuilder<'_, $Made<$Number>, $Number>) -> $Made<$Number> {
                let AsyncInstrumentBuilder { name, description, unit, callbacks, .. } = builder;
                let name = self.describe(&name, unit.as_deref(), description.as_deref(), Sort::$sort);
                self.observe(Recording::new(self.metrics.clone(), name, $record), callbacks);
                $Made::new()
            }
        )+
    };
}

#[expect(clippy::cast_precision_loss, reason = "Prometheus stores doubles")]
impl InstrumentProvider for MeterProvider {
    instruments! {
        u64_counter: Counter<u64>, Counter, Sum::<u64>::add;
        f64_counter: Counter<f64>, Counter, Sum::<f64>::add;
        i64_up_down_counter: UpDownCounter<i64>, Gauge, |level: &Level, by| level.add(by as f64);
        f64_up_down_counter: UpDownCounter<f64>, Gauge, Level::add;
        u64_gauge: Gauge<u64>, Gauge, |level: &Level, value| level.set(value as f64);
        i64_gauge: Gauge<i64>, Gauge, |level: &Level, value| level.set(value as f64);
        f64_gauge: Gauge<f64>, Gauge, Level::set;
    }

    observable_instruments! {
        u64_observable_counter: ObservableCounter<u64>, Counter, Sum::<u64>::set_at_least;
        f64_observable_counter: ObservableCounter<f64>, Counter, |sum: &Sum<f64>, total| sum.add(total - sum.get());
        i64_observable_up_down_counter: ObservableUpDownCounter<i64>, Gauge,
            |level: &Level, value| level.set(value as f64);
        f64_observable_up_down_counter: ObservableUpDownCounter<f64>, Gauge, Level::set;
        u64_observable_gauge: ObservableGauge<u64>, Gauge, |level: &Level, value| level.set(value as f64);
        i64_observable_gauge: ObservableGauge<i64>, Gauge, |level: &Level, value| level.set(value as f64);
        f64_observable_gauge: ObservableGauge<f64>, Gauge, Level::set;
    }

    fn f64_histogram(&self, builder: HistogramBuilder<'_, Histogram<f64>>) -> Histogram<f64> {
        let HistogramBuilder { name, description, unit, boundaries, .. } = builder;
        let name = self.describe_histogram(&name, unit.as_deref(), description.as_deref(), boundaries.as_deref());
        Histogram::new(Arc::new(Recording::new(self.metrics.clone(), name, Distribution::observe)))
    }

    fn u64_histogram(&self, builder: HistogramBuilder<'_, Histogram<u64>>) -> Histogram<u64> {
        let HistogramBuilder { name, description, unit, boundaries, .. } = builder;
        let name = self.describe_histogram(&name, unit.as_deref(), description.as_deref(), boundaries.as_deref());
        let record = |distribution: &Distribution, value| distribution.observe(value as f64);
        Histogram::new(Arc::new(Recording::new(self.metrics.clone(), name, record)))
    }
}

impl MeterProvider {
    /// Says what an instrument is, and what it is called.
    fn describe(&self, name: &str, unit: Option<&str>, description: Option<&str>, sort: Sort) -> String {
        let Name { exposed, unit } =
            if self.has_suffixes { Name::with_suffixes(name, unit, sort) } else { Name::as_written(name) };
        self.metrics.describe(&exposed, unit.as_deref(), description.unwrap_or_default());
        exposed
    }

    fn describe_histogram(
        &self,
        name: &str,
        unit: Option<&str>,
        description: Option<&str>,
        boundaries: Option<&[f64]>,
    ) -> String {
        let name = self.describe(name, unit, description, Sort::Histogram);
        if let Some(boundaries) = boundaries {
            self.metrics.suggest_buckets(&name, boundaries);
        }
        name
    }

    fn observe<T: Instrument + 'static, M: 'static>(&self, recording: Recording<T, M>, callbacks: Vec<Callback<M>>) {
        if !callbacks.is_empty() {
            self.callbacks.add(move || callbacks.iter().for_each(|callback| callback(&recording)));
        }
    }
}
