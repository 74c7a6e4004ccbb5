//! A registry of the prometheus crate as a collector of ours.

use ::prometheus::Registry;
use ::prometheus::proto::{Metric, MetricFamily, MetricType};

use super::{bridge, model};
use crate::{Collector, Families};

/// How many series it may have if nothing is said: as many as a process may have in a policy that says nothing.
const MAX_SERIES: usize = 200_000;

/// All that a registry of the prometheus crate has: up to 200,000 series, or as many as [`Adopted`] says.
///
/// If it is asked by a [`Bridge`](super::Bridge), for another registry of that crate, it has nothing.
impl Collector for Registry {
    fn collect(&self, families: &mut Families) {
        if bridge::is_crossed() {
            return; // or else the thread may ask for a lock that it holds already
        }
        self.gather().iter().for_each(|family| hand_over(family, families));
    }

    fn max_series(&self) -> usize {
        MAX_SERIES
    }
}

/// A registry of the prometheus crate with a limit on its series.
///
/// ```
/// use lowcard::Registry;
/// use lowcard::prometheus::Adopted;
///
/// let registry = Registry::new();
/// registry.attach("prometheus", Adopted::new(prometheus::default_registry().clone()).max_series(5_000))?;
/// # Ok::<(), lowcard::AttachError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Adopted {
    registry: Registry,
    max_series: usize,
}

impl Adopted {
    /// With the limit that the registry has by itself: 200,000.
    pub fn new(registry: Registry) -> Self {
        Self { registry, max_series: MAX_SERIES }
    }

    /// How many series it may have, counted as lines of an exposition. What is beyond is left out, and counted.
    #[must_use]
    pub fn max_series(self, max_series: usize) -> Self {
        Self { max_series, ..self }
    }
}

impl Collector for Adopted {
    fn collect(&self, families: &mut Families) {
        self.registry.collect(families);
    }

    fn max_series(&self) -> usize {
        self.max_series
    }
}

fn hand_over(family: &MetricFamily, families: &mut Families) {
    let (name, help, metric_type) = (family.name(), family.help(), family.get_field_type());
    let (own, others): (Vec<_>, Vec<_>) =
        family.get_metric().iter().partition(|metric| model::is_of_type(metric, metric_type));
    for _ in others {
        families.refuse(name, || {
            format!("a collector says that it is a {metric_type:?}, and gives a value of another type")
        });
    }
    let own = own.into_iter().map(|metric| (labels(metric), metric));
    match metric_type {
        MetricType::COUNTER => {
            let mut counter = families.counter(name, help);
            own.for_each(|(labels, metric)| _ = counter.series(&labels, model::counter(metric)));
        }
        MetricType::GAUGE => {
            let mut gauge = families.gauge(name, help);
            own.for_each(|(labels, metric)| _ = gauge.series(&labels, model::gauge(metric)));
        }
        MetricType::UNTYPED => {
            let mut unknown = families.unknown(name, help);
            own.for_each(|(labels, metric)| _ = unknown.series(&labels, model::untyped(metric)));
        }
        MetricType::HISTOGRAM => {
            let mut histogram = families.histogram(name, help);
            for (labels, metric) in own {
                let value = metric.get_histogram();
                let buckets = value.get_bucket().iter().map(|bucket| (bucket.upper_bound(), bucket.cumulative_count()));
                let buckets: Vec<_> = buckets.collect();
                histogram.series(&labels, &buckets, value.get_sample_count(), value.get_sample_sum());
            }
        }
        MetricType::SUMMARY => {
            let mut summary = families.summary(name, help);
            for (labels, metric) in own {
                let value = metric.get_summary();
                let quantiles = value.get_quantile().iter().map(|quantile| (quantile.quantile(), quantile.value()));
                let quantiles: Vec<_> = quantiles.collect();
                summary.series(&labels, &quantiles, value.sample_count(), value.sample_sum());
            }
        }
    }
}

fn labels(metric: &Metric) -> Vec<(&str, &str)> {
    metric.get_label().iter().map(|label| (label.name(), label.value())).collect()
}
