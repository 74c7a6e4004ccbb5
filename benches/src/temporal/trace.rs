//! What the SDK asks of its meter, written down in the order in which it asks.

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use temporalio_common::telemetry::metrics::{
    CoreMeter, Counter, CounterBase, Gauge, GaugeBase, GaugeF64, Histogram, HistogramDuration, HistogramDurationBase,
    HistogramF64, MetricAttributable, MetricAttributes, MetricParameters, NewAttributes, NoOpCoreMeter, UpDownCounter,
};

use super::meters::Metered;
use super::worker::{TASKS_OF_A_WORKFLOW, work};

/// One thing that is asked. What it is about has the number that it got when it was made.
#[derive(Clone, Debug)]
pub(super) enum Call {
    /// A metric.
    Instrument(Kind, MetricParameters),
    /// A set of labels: those of another, if there is one, and more.
    Labels(Option<usize>, NewAttributes),
    /// The series of a metric with a set of labels, if there is one.
    Series(usize, Option<usize>),
    /// A number for a series.
    Update(usize, Number),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Counter,
    Gauge,
    Time,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    Add(u64),
    Set(u64),
    Took(Duration),
}

/// What a worker asks: before, until it has all of its metrics and most of its series, and then for so many tasks.
#[derive(Debug)]
pub struct Trace {
    pub(super) before: Vec<Call>,
    pub(super) tasks: Vec<Call>,
}

/// Workflows that run before anything is measured.
const WARM_UP: usize = 20;
/// Those that are measured.
const WORKFLOWS: usize = 50;
/// The tasks of a trace.
pub const TASKS: usize = WORKFLOWS * TASKS_OF_A_WORKFLOW;

impl Trace {
    /// Has a worker run workflows, one after the other.
    pub fn record() -> Result<Self, Box<dyn Error>> {
        let recorder = Recorder::default();
        let metered = Metered::of_meter(Arc::new(recorder.clone()));
        let begun = || recorder.log().calls.len();
        let mut from = 0;
        work(&metered, &[WARM_UP, WORKFLOWS], |done| from = if done == 0 { begun() } else { from })?;
        let mut before = std::mem::take(&mut recorder.log().calls);
        let tasks = before.split_off(from);
        Ok(Self { before, tasks })
    }

    /// How many updates a task is, and how many series and sets of labels are looked up or made for them.
    pub fn of_a_task(&self) -> [f64; 3] {
        let count = |is: fn(&Call) -> bool| self.tasks.iter().filter(|call| is(call)).count() as f64 / TASKS as f64;
        [
            count(|call| matches!(call, Call::Update(..))),
            count(|call| matches!(call, Call::Series(..))),
            count(|call| matches!(call, Call::Labels(..))),
        ]
    }
}

/// A meter that only writes down what it is asked.
#[derive(Clone, Debug, Default)]
struct Recorder(Arc<Mutex<Log>>);

#[derive(Debug, Default)]
struct Log {
    calls: Vec<Call>,
    /// Each is known by its address.
    labels: Vec<Arc<HashMap<String, String>>>,
    instruments: usize,
    series: usize,
}

impl Recorder {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn instrument(&self, kind: Kind, parameters: MetricParameters) -> Arc<Recorded> {
        let mut log = self.log();
        log.calls.push(Call::Instrument(kind, parameters));
        log.instruments += 1;
        Arc::new(Recorded { recorder: self.clone(), number: log.instruments - 1 })
    }
}

impl Log {
    fn extend(&mut self, known: &MetricAttributes, added: NewAttributes) -> MetricAttributes {
        let call = Call::Labels(self.number(known), added);
        self.calls.push(call);
        let labels = Arc::default();
        self.labels.push(Arc::clone(&labels));
        MetricAttributes::NoOp(labels)
    }

    fn number(&self, attributes: &MetricAttributes) -> Option<usize> {
        let MetricAttributes::NoOp(labels) = attributes else { return None };
        self.labels.iter().rposition(|known| Arc::ptr_eq(known, labels))
    }
}

impl CoreMeter for Recorder {
    fn new_attributes(&self, added: NewAttributes) -> MetricAttributes {
        self.log().extend(&MetricAttributes::Empty, added)
    }

    fn extend_attributes(&self, known: MetricAttributes, added: NewAttributes) -> MetricAttributes {
        self.log().extend(&known, added)
    }

    fn counter(&self, parameters: MetricParameters) -> Counter {
        Counter::new(self.instrument(Kind::Counter, parameters))
    }

    fn histogram_duration(&self, parameters: MetricParameters) -> HistogramDuration {
        HistogramDuration::new(self.instrument(Kind::Time, parameters))
    }

    fn gauge(&self, parameters: MetricParameters) -> Gauge {
        Gauge::new(self.instrument(Kind::Gauge, parameters))
    }

    // A worker whose slots are a fixed number has none of these.
    fn histogram(&self, parameters: MetricParameters) -> Histogram {
        NoOpCoreMeter.histogram(parameters)
    }

    fn histogram_f64(&self, parameters: MetricParameters) -> HistogramF64 {
        NoOpCoreMeter.histogram_f64(parameters)
    }

    fn gauge_f64(&self, parameters: MetricParameters) -> GaugeF64 {
        NoOpCoreMeter.gauge_f64(parameters)
    }

    fn up_down_counter(&self, parameters: MetricParameters) -> UpDownCounter {
        NoOpCoreMeter.up_down_counter(parameters)
    }
}

/// A metric, or a series of one.
#[derive(Clone)]
struct Recorded {
    recorder: Recorder,
    number: usize,
}

impl Recorded {
    fn series(&self, attributes: &MetricAttributes) -> Self {
        let mut log = self.recorder.log();
        let call = Call::Series(self.number, log.number(attributes));
        log.calls.push(call);
        log.series += 1;
        Self { recorder: self.recorder.clone(), number: log.series - 1 }
    }

    fn update(&self, number: Number) {
        self.recorder.log().calls.push(Call::Update(self.number, number));
    }
}

/// What a series is of, and how a number comes to it.
macro_rules! recorded {
    ($($Base:ident: $update:ident($number:ident: $Number:ty) is $Kind:ident;)+) => {
        $(
            impl MetricAttributable<Box<dyn $Base>> for Recorded {
                fn with_attributes(&self, attributes: &MetricAttributes) -> Result<Box<dyn $Base>, Box<dyn Error>> {
                    Ok(Box::new(self.series(attributes)))
                }
            }

            impl $Base for Recorded {
                fn $update(&self, $number: $Number) {
                    self.update(Number::$Kind($number));
                }
            }
        )+
    };
}

recorded! {
    CounterBase: adds(number: u64) is Add;
    GaugeBase: records(number: u64) is Set;
    HistogramDurationBase: records(duration: Duration) is Took;
}
