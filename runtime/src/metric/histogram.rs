//! Observations, counted in buckets.

use std::marker::PhantomData;
use std::time::Duration;

use lowcard_schema::{Kind, Label, Number};

use super::handle::{Handle, shared_traits};
use super::{BucketFinder, Metric, Timer};
use crate::declaration::Declaration;
use crate::exemplar::{self, ExemplarLabels};
use crate::label::{Column, LabelSet};
use crate::registry::{RegisterError, Registry};
use crate::storage::OwnRow;

/// Counts observations in buckets, and sums them.
///
/// `L` is its label set. Without labels, it has the methods of its one series.
///
/// ```
/// use lowcard::{Histogram, metric};
///
/// /// Time to run a job.
/// #[metric(buckets = [0.1, 1.0, 10.0])]
/// static JOB_DURATION_SECONDS: Histogram;
///
/// JOB_DURATION_SECONDS.observe(0.25);
/// let timer = JOB_DURATION_SECONDS.start_timer();
/// timer.stop();
/// assert_eq!(JOB_DURATION_SECONDS.get().count, 2);
/// ```
pub struct Histogram<L = ()> {
    handle: Handle,
    buckets: &'static BucketFinder,
    types: PhantomData<fn(L)>,
}

/// One series of a [`Histogram`]. Copying it is free; resolve it once and use it for ever.
#[derive(Clone, Copy, Debug)]
pub struct HistogramSeries<'a> {
    row: OwnRow<'a>,
    buckets: &'static BucketFinder,
}

/// What a histogram has observed.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct HistogramSnapshot {
    /// How many observations there were.
    pub count: u64,
    /// Their sum.
    pub sum: f64,
}

shared_traits!(Histogram<L>, buckets: Declaration::buckets);

impl<L: LabelSet> Histogram<L> {
    /// The series with these labels. It is exposed from its first observation on.
    ///
    /// A label set that finds no room under the metric's `max_series` gets the series that stands for all of those.
    #[expect(clippy::needless_pass_by_value, reason = "a label set is written where it is used, as a struct literal")]
    #[inline]
    pub fn with(&self, labels: L) -> HistogramSeries<'_> {
        HistogramSeries { row: self.handle.histogram_row(labels.index()), buckets: self.buckets }
    }

    /// The number of the series with these labels, which finds it again without them.
    #[cfg(feature = "http")]
    pub(crate) fn number_of(&self, labels: L) -> u32 {
        self.with(labels).row.number()
    }

    /// The series that has this number.
    #[cfg(feature = "http")]
    #[inline]
    pub(crate) fn at(&self, number: u32) -> HistogramSeries<'_> {
        HistogramSeries { row: self.handle.row_at(number), buckets: self.buckets }
    }
}

impl Histogram<()> {
    /// Counts `value` in its bucket; see [`HistogramSeries::observe`].
    #[inline]
    pub fn observe(&self, value: f64) {
        self.with(()).observe(value);
    }

    /// Observes `value`, and keeps it as an example; see [`HistogramSeries::observe_with_exemplar`].
    pub fn observe_with_exemplar(&self, value: f64, labels: impl ExemplarLabels) {
        self.with(()).observe_with_exemplar(value, labels);
    }

    /// Observes a duration, in seconds.
    pub fn observe_duration(&self, duration: Duration) {
        self.with(()).observe_duration(duration);
    }

    /// Starts to measure a duration, which is observed when the timer is stopped or dropped.
    pub fn start_timer(&self) -> Timer<'_> {
        self.with(()).start_timer()
    }

    /// What has been observed so far.
    pub fn get(&self) -> HistogramSnapshot {
        self.with(()).get()
    }
}

impl<'a> HistogramSeries<'a> {
    /// Counts `value` in the first bucket whose upper bound is not below it, and adds it to the sum.
    ///
    /// What is not a number is ignored, since it would make the sum useless for ever.
    #[inline]
    pub fn observe(self, value: f64) {
        match self.buckets.find(value) {
            Some(bucket) => self.row.observe(bucket, value),
            None => self.observe_unusual(value),
        }
    }

    /// For what the table of the buckets doesn't have: unusual values, and all of a metric that takes exemplars of its
    /// own accord.
    #[cold]
    #[inline(never)]
    fn observe_unusual(self, value: f64) {
        if let Some(bucket) = self.buckets.search(value) {
            self.row.observe(bucket, value);
            self.row.keep_own_exemplar(bucket, value);
        }
    }

    /// Observes `value` as [`observe`](Self::observe) does, and keeps it as the exemplar of its bucket with these labels,
    /// unless the last one there is less than a second old. OpenMetrics and protobuf show it.
    pub fn observe_with_exemplar(self, value: f64, labels: impl ExemplarLabels) {
        if let Some(bucket) = self.buckets.search(value) {
            self.row.observe(bucket, value);
            self.row.keep_exemplar(bucket, value, |out| exemplar::render(labels, out));
        }
    }

    /// Observes a duration, in seconds.
    pub fn observe_duration(self, duration: Duration) {
        self.observe(duration.as_secs_f64());
    }

    /// Starts to measure a duration, which is observed when the timer is stopped or dropped.
    pub fn start_timer(self) -> Timer<'a> {
        Timer::start(self)
    }

    /// What has been observed so far.
    pub fn get(self) -> HistogramSnapshot {
        let (count, sum) = self.row.count_and_sum();
        HistogramSnapshot { count, sum }
    }
}

impl<L: LabelSet> Metric for Histogram<L> {
    const KIND: Kind = Kind::Histogram;
    const NUMBER: Number = Number::F64;
    const LABELS: &'static [Label] = L::LABELS;
    const COLUMNS: &'static [Column] = L::COLUMNS;
    const CATEGORIES: &'static [&'static str] = L::CATEGORIES;

    type Constants = ();

    fn bound(registry: &Registry, declaration: &'static Declaration) -> Result<Self, RegisterError> {
        let handle = Handle::bound(registry, declaration)?;
        Ok(Self { handle, buckets: declaration.buckets(), types: PhantomData })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "a metric that is refused here fails the test")]

    use super::{BucketFinder, Duration, Histogram, HistogramSnapshot, Metric, Registry};
    use crate::fixtures::{Declaration, Definition, Kind, definition};

    const BOUNDS: &[f64] = &[0.1, 1.0, 10.0];
    static LATENCY: Declaration =
        Declaration::new(Definition { buckets: BOUNDS, ..definition("app_latency_seconds", Kind::Histogram) }, &[])
            .find_by(const { &BucketFinder::new(BOUNDS) });
    static NO_BUCKETS: Declaration = Declaration::new(definition("app_size_bytes", Kind::Histogram), &[]);

    fn histogram(registry: &Registry, declaration: &'static Declaration) -> Histogram {
        Histogram::bound(registry, declaration).expect("a fresh registry")
    }

    #[test]
    fn an_observation_is_in_each_bucket_whose_bound_is_not_below_it() {
        let registry = Registry::new();
        let latency = histogram(&registry, &LATENCY);
        for value in [-1.0, 0.1, 0.100_001, 1.0, 5.0, 10.0, 1e9, f64::NAN] {
            latency.observe(value);
        }
        let expected = "# HELP app_latency_seconds Help.\n\
                        # TYPE app_latency_seconds histogram\n\
                        app_latency_seconds_bucket{le=\"0.1\"} 2\n\
                        app_latency_seconds_bucket{le=\"1.0\"} 4\n\
                        app_latency_seconds_bucket{le=\"10.0\"} 6\n\
                        app_latency_seconds_bucket{le=\"+Inf\"} 7\n\
                        app_latency_seconds_sum 1.000000015200001e+09\n\
                        app_latency_seconds_count 7\n";
        assert_eq!(registry.encode_text(), expected);
    }

    #[test]
    fn without_bounds_everything_is_in_the_last_bucket() {
        let registry = Registry::new();
        histogram(&registry, &NO_BUCKETS).observe(3.0);
        let text = registry.encode_text();
        let expected = "app_size_bytes_bucket{le=\"+Inf\"} 1\napp_size_bytes_sum 3\napp_size_bytes_count 1\n";
        assert!(text.ends_with(expected), "{text}");
    }

    #[test]
    fn durations_are_observed_in_seconds() {
        let latency = histogram(&Registry::new(), &LATENCY);
        latency.observe_duration(Duration::from_millis(1_500));
        assert_eq!(latency.get(), HistogramSnapshot { count: 1, sum: 1.5 });
    }

    #[test]
    fn a_timer_observes_once_unless_it_is_discarded() {
        let latency = histogram(&Registry::new(), &LATENCY);
        drop(latency.start_timer());
        assert_eq!(latency.get().count, 1);
        let elapsed = latency.start_timer().stop();
        assert_eq!(latency.get().count, 2);
        assert!(latency.get().sum >= elapsed.as_secs_f64());
        latency.start_timer().discard();
        assert_eq!(latency.get().count, 2);
    }

    #[test]
    fn concurrent_observations_are_all_counted() {
        let latency = histogram(&Registry::new(), &LATENCY);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..5_000).for_each(|_| latency.observe(0.5)));
            }
        });
        assert_eq!(latency.get(), HistogramSnapshot { count: 40_000, sum: 20_000.0 });
    }
}
