//! A collector of the prometheus crate that says what a test tells it to, and helpers to make that.

use std::collections::HashMap;

use lowcard::testing::Exposition;
use lowcard::{CollectorErrorCause as Cause, Format, Registry};
use lowcard_servers::proto;
use prometheus::core::{Collector, Desc};
use prometheus::proto::{
    Bucket, Counter, Gauge, Histogram, LabelPair, Metric, MetricFamily, MetricType, Quantile, Summary,
};

/// It has a descriptor of its own, which says nothing of the families.
pub(crate) struct Told {
    desc: Desc,
    families: Vec<MetricFamily>,
}

impl Told {
    pub(crate) fn new(name: &str, families: Vec<MetricFamily>) -> Box<Self> {
        let desc = Desc::new(name.to_owned(), "Help.".to_owned(), Vec::new(), HashMap::new());
        Box::new(Self { desc: desc.expect("a name that it takes"), families })
    }
}

impl Collector for Told {
    fn desc(&self) -> Vec<&Desc> {
        vec![&self.desc]
    }

    fn collect(&self) -> Vec<MetricFamily> {
        self.families.clone()
    }
}

/// A registry of the prometheus crate with a collector that says this.
pub(crate) fn telling(families: Vec<MetricFamily>) -> prometheus::Registry {
    let registry = prometheus::Registry::new();
    registry.register(Told::new("told", families)).expect("the first one");
    registry
}

pub(crate) fn family(name: &str, metric_type: MetricType, metrics: Vec<Metric>) -> MetricFamily {
    let mut family = MetricFamily::default();
    family.set_name(name.to_owned());
    family.set_help("Help.".to_owned());
    family.set_field_type(metric_type);
    family.set_metric(metrics);
    family
}

pub(crate) fn labelled(labels: &[(&str, &str)]) -> Metric {
    let pairs = labels.iter().map(|(name, value)| {
        let mut pair = LabelPair::default();
        pair.set_name((*name).to_owned());
        pair.set_value((*value).to_owned());
        pair
    });
    Metric::from_label(pairs.collect())
}

pub(crate) fn counter(labels: &[(&str, &str)], value: f64) -> Metric {
    let mut counter = Counter::default();
    counter.set_value(value);
    let mut metric = labelled(labels);
    metric.set_counter(counter);
    metric
}

pub(crate) fn gauge(labels: &[(&str, &str)], value: f64) -> Metric {
    let mut gauge = Gauge::default();
    gauge.set_value(value);
    let mut metric = labelled(labels);
    metric.set_gauge(gauge);
    metric
}

pub(crate) fn histogram(labels: &[(&str, &str)], buckets: &[(f64, u64)], count: u64, sum: f64) -> Metric {
    let buckets = buckets.iter().map(|&(bound, below)| {
        let mut bucket = Bucket::default();
        bucket.set_upper_bound(bound);
        bucket.set_cumulative_count(below);
        bucket
    });
    let mut histogram = Histogram::default();
    histogram.set_bucket(buckets.collect());
    histogram.set_sample_count(count);
    histogram.set_sample_sum(sum);
    let mut metric = labelled(labels);
    metric.set_histogram(histogram);
    metric
}

pub(crate) fn summary(labels: &[(&str, &str)], quantiles: &[(f64, f64)], count: u64, sum: f64) -> Metric {
    let quantiles = quantiles.iter().map(|&(quantile, value)| {
        let mut message = Quantile::default();
        message.set_quantile(quantile);
        message.set_value(value);
        message
    });
    let mut summary = Summary::default();
    summary.set_quantile(quantiles.collect());
    summary.set_sample_count(count);
    summary.set_sample_sum(sum);
    let mut metric = labelled(labels);
    metric.set_summary(summary);
    metric
}

/// A registry of ours with this one attached.
pub(crate) fn adopting(theirs: &prometheus::Registry) -> Registry {
    let registry = Registry::new();
    registry.attach("prometheus", theirs.clone()).expect("the first of its name");
    registry
}

pub(crate) fn encoded(registry: &Registry, format: Format) -> Vec<u8> {
    let mut encoded = Vec::new();
    registry.encode(format, &mut encoded).expect("a vector takes everything");
    encoded
}

/// The text, after all three formats were found to be valid.
#[track_caller]
pub(crate) fn valid(registry: &Registry) -> String {
    let openmetrics = encoded(registry, Format::OpenMetrics);
    if let Err(invalid) = Exposition::from_openmetrics(&openmetrics) {
        panic!("{invalid}\n{}", String::from_utf8_lossy(&openmetrics));
    }
    proto::parse(&encoded(registry, Format::Protobuf));
    let text = registry.encode_text();
    if let Err(invalid) = Exposition::from_text(&text) {
        panic!("{invalid}\n{text}");
    }
    text
}

/// The lines of samples, but for what ours says of itself.
#[track_caller]
pub(crate) fn samples(registry: &Registry) -> Vec<String> {
    let text = valid(registry);
    text.lines().filter(|line| !line.starts_with(['#']) && !line.starts_with("lowcard_")).map(str::to_owned).collect()
}

/// Why something was left out: the cause, and the family.
pub(crate) fn causes(registry: &Registry) -> Vec<(Cause, String)> {
    registry.collector_errors().into_iter().map(|error| (error.cause, error.family)).collect()
}
