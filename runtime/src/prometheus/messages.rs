//! Families of ours in the types of the prometheus crate.

use ::prometheus::proto::{
    Bucket, Counter, Gauge, Histogram, LabelPair, Metric, MetricFamily, MetricType, Quantile, Summary,
};

use crate::encode::label_pairs;
use crate::gather::{Gathered, Series};
use crate::metadata;

/// The family; nothing if it has no series.
pub(super) fn family(gathered: &Gathered) -> Option<MetricFamily> {
    let metadata = &gathered.metadata;
    let metrics: Vec<_> = gathered.series(0).map(|series| metric(metadata, &series)).collect();
    if metrics.is_empty() {
        return None;
    }
    let mut family = MetricFamily::default();
    family.set_name(metadata.name.to_string());
    family.set_help(metadata.help.to_string());
    family.set_field_type(type_of(metadata.metric_type));
    family.set_metric(metrics);
    Some(family)
}

/// That crate's text encoder panics at what is untyped.
fn type_of(metric_type: metadata::MetricType) -> MetricType {
    match metric_type {
        metadata::MetricType::Counter => MetricType::COUNTER,
        metadata::MetricType::Gauge | metadata::MetricType::Info | metadata::MetricType::Unknown => MetricType::GAUGE,
        metadata::MetricType::Histogram => MetricType::HISTOGRAM,
        metadata::MetricType::Summary => MetricType::SUMMARY,
    }
}

fn metric(metadata: &metadata::Metadata, series: &Series<'_>) -> Metric {
    let labels = label_pairs(metadata, series.head).map(|(name, value)| {
        let mut label = LabelPair::default();
        label.set_name(name.to_owned());
        label.set_value(value.into_owned());
        label
    });
    let mut metric = Metric::from_label(labels.collect());
    match type_of(metadata.metric_type) {
        MetricType::COUNTER => {
            let mut counter = Counter::default();
            counter.set_value(series.double());
            metric.set_counter(counter);
        }
        MetricType::GAUGE | MetricType::UNTYPED => {
            let mut gauge = Gauge::default();
            gauge.set_value(series.double());
            metric.set_gauge(gauge);
        }
        MetricType::HISTOGRAM => metric.set_histogram(histogram(series)),
        MetricType::SUMMARY => metric.set_summary(summary(series)),
    }
    metric
}

/// Without the bucket of `+Inf`, which that crate's encoders add.
fn histogram(series: &Series<'_>) -> Histogram {
    let mut below = 0_u64;
    let buckets = series.buckets().zip(series.bounds().values()).map(|(count, &bound)| {
        below = below.wrapping_add(count);
        let mut bucket = Bucket::default();
        bucket.set_upper_bound(bound);
        bucket.set_cumulative_count(below);
        bucket
    });
    let mut histogram = Histogram::default();
    histogram.set_bucket(buckets.collect());
    histogram.set_sample_count(series.buckets().fold(0, u64::wrapping_add));
    histogram.set_sample_sum(series.sum());
    histogram
}

fn summary(series: &Series<'_>) -> Summary {
    let quantiles = series.quantiles().zip(series.bounds().values()).map(|(value, &quantile)| {
        let mut message = Quantile::default();
        message.set_quantile(quantile);
        message.set_value(value);
        message
    });
    let mut summary = Summary::default();
    summary.set_quantile(quantiles.collect());
    summary.set_sample_count(series.count());
    summary.set_sample_sum(series.sum());
    summary
}
