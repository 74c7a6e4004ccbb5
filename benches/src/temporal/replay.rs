//! Has a meter do again what a trace says.

use std::sync::Arc;

use temporalio_common::telemetry::metrics::{
    CoreMeter, Counter, CounterBase, Gauge, GaugeBase, HistogramDuration, HistogramDurationBase, MetricAttributable,
    MetricAttributes,
};

use super::trace::{Call, Kind, Number, Trace};

/// A meter, and what it has made so far.
pub struct Replay<'t> {
    meter: Arc<dyn CoreMeter>,
    trace: &'t Trace,
    instruments: Vec<Instrument>,
    labels: Vec<MetricAttributes>,
    series: Vec<Instrument>,
}

/// A metric, or a series of one: the SDK has one type for both, and looks for a series when its first number comes.
enum Instrument {
    Counter(Counter),
    Gauge(Gauge),
    Time(HistogramDuration),
}

impl<'t> Replay<'t> {
    /// Does what comes before the tasks.
    pub fn new(meter: Arc<dyn CoreMeter>, trace: &'t Trace) -> Self {
        let mut replay = Self { meter, trace, instruments: Vec::new(), labels: Vec::new(), series: Vec::new() };
        trace.before.iter().for_each(|call| replay.answer(call));
        replay
    }

    /// Does the tasks once, so that all series are there.
    pub fn warm_up(&mut self) {
        self.once();
    }

    /// Does the tasks so many times. callgrind knows it by its name.
    #[inline(never)]
    pub fn run(&mut self, repeats: u64) {
        for _ in 0..repeats {
            self.once();
        }
    }

    fn once(&mut self) {
        let (labels, series) = (self.labels.len(), self.series.len());
        self.trace.tasks.iter().for_each(|call| self.answer(call));
        // The same numbers are given again.
        self.labels.truncate(labels);
        self.series.truncate(series);
    }

    fn answer(&mut self, call: &Call) {
        match call {
            Call::Instrument(kind, parameters) => {
                let parameters = parameters.clone();
                self.instruments.push(match kind {
                    Kind::Counter => Instrument::Counter(self.meter.counter(parameters)),
                    Kind::Gauge => Instrument::Gauge(self.meter.gauge(parameters)),
                    Kind::Time => Instrument::Time(self.meter.histogram_duration(parameters)),
                });
            }
            Call::Labels(known, added) => {
                let added = added.clone();
                self.labels.push(match known {
                    Some(known) => self.meter.extend_attributes(self.labels[*known].clone(), added),
                    None => self.meter.new_attributes(added),
                });
            }
            Call::Series(instrument, labels) => {
                let labels = labels.map_or(&MetricAttributes::Empty, |labels| &self.labels[labels]);
                let series = self.instruments[*instrument].with(labels);
                self.series.push(series);
            }
            Call::Update(series, number) => self.series[*series].update(*number),
        }
    }
}

impl Instrument {
    fn with(&self, labels: &MetricAttributes) -> Self {
        const LATER: &str = "it is looked for later";
        match self {
            Self::Counter(counter) => Self::Counter(counter.with_attributes(labels).expect(LATER)),
            Self::Gauge(gauge) => Self::Gauge(gauge.with_attributes(labels).expect(LATER)),
            Self::Time(histogram) => Self::Time(histogram.with_attributes(labels).expect(LATER)),
        }
    }

    fn update(&self, number: Number) {
        match (self, number) {
            (Self::Counter(counter), Number::Add(number)) => counter.adds(number),
            (Self::Gauge(gauge), Number::Set(number)) => gauge.records(number),
            (Self::Time(histogram), Number::Took(duration)) => histogram.records(duration),
            _ => unreachable!("a series takes the numbers that it took when the trace was written"),
        }
    }
}
