//! The OpenMetrics text format, version 1.0.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Encoder, lines, number};
use crate::gather::{Gathered, Series};
use crate::metadata::{Metadata, MetricType};
use crate::storage::Exemplar;

/// Writes it.
pub(crate) struct OpenMetrics {
    /// Whether counters and histograms have a `_created` line, which Prometheus stores as a series of its own unless it
    /// was told not to.
    pub(crate) created: bool,
}

impl Encoder for OpenMetrics {
    type Buffer = String;

    fn start(&mut self, out: &mut String, family: &Gathered) {
        let metadata = &family.metadata;
        let Shown { family, metric_type } = Shown::of(metadata);
        lines::metadata(out, "TYPE", family);
        out.push_str(metric_type.word());
        out.push('\n');
        if let Some(unit) = metadata.unit.as_ref().filter(|unit| ends_with_word(family, unit)) {
            lines::metadata(out, "UNIT", family);
            out.push_str(unit);
            out.push('\n');
        }
        lines::help(out, family, &metadata.help, lines::escape_quoted);
    }

    fn series(&mut self, out: &mut String, family: &Gathered, series: &Series<'_>) {
        let metadata = &family.metadata;
        let Shown { family: name, metric_type } = Shown::of(metadata);
        match metric_type {
            MetricType::Histogram => histogram(out, metadata, series),
            MetricType::Summary => summary(out, metadata, series),
            MetricType::Counter | MetricType::Gauge | MetricType::Info | MetricType::Unknown => {
                out.push_str(series.head);
                lines::value(out, series);
                end_line(out, series.exemplar(0).filter(|_| metric_type == MetricType::Counter));
            }
        }
        if let Some(created) = family.created().filter(|_| self.created && metric_type != MetricType::Unknown) {
            out.push_str(name);
            out.push_str("_created");
            lines::close(out, lines::labels(metadata, series.head));
            timestamp(out, created);
            out.push('\n');
        }
    }

    fn end(&mut self, out: &mut String) {
        out.push_str("# EOF\n");
    }
}

/// A sum may not be negative, nor may there be one where it could fall, and there is no count without a sum.
fn histogram(out: &mut String, metadata: &Metadata, series: &Series<'_>) {
    let bounds = series.bounds().values();
    let count = lines::buckets(out, series, |out, bucket| {
        // A native histogram without buckets has its exemplars elsewhere, and all of them are in the one to `+Inf`.
        end_line(out, if bounds.is_empty() { series.exemplars().last() } else { series.exemplar(bucket) });
    });
    if bounds.iter().all(|&bound| bound >= 0.0) && series.sum() >= 0.0 {
        lines::sum_and_count(out, metadata, series, count);
    }
}

/// The same holds for a summary's sum, and no quantile may be negative.
fn summary(out: &mut String, metadata: &Metadata, series: &Series<'_>) {
    lines::quantiles(out, series, |value| value.is_nan() || value >= 0.0);
    if series.sum() >= 0.0 {
        lines::sum_and_count(out, metadata, series, series.count());
    }
}

/// What the family is called, and what it is. Names tell the type: a counter that goes without its suffix, since an
/// exception of the policy or a collector let it, is of no known one, and such an info is a gauge.
struct Shown<'m> {
    family: &'m str,
    metric_type: MetricType,
}

impl<'m> Shown<'m> {
    fn of(metadata: &'m Metadata) -> Self {
        let (name, metric_type) = (&*metadata.name, metadata.metric_type);
        let suffixed = |suffix, otherwise| match name.strip_suffix(suffix) {
            Some(family) => Self { family, metric_type },
            None => Self { family: name, metric_type: otherwise },
        };
        match metric_type {
            MetricType::Counter => suffixed("_total", MetricType::Unknown),
            MetricType::Info => suffixed("_info", MetricType::Gauge),
            MetricType::Gauge | MetricType::Histogram | MetricType::Summary | MetricType::Unknown => {
                Self { family: name, metric_type }
            }
        }
    }
}

/// Ends the line of a number, with the exemplar if there is one.
fn end_line(out: &mut String, exemplar: Option<&Exemplar>) {
    if let Some(exemplar) = exemplar {
        out.push_str(" # {");
        out.push_str(&exemplar.labels);
        out.push_str("} ");
        number::float(out, exemplar.value);
        out.push(' ');
        timestamp(out, exemplar.at);
    }
    out.push('\n');
}

/// Seconds since 1970, to the millisecond.
fn timestamp(out: &mut String, at: SystemTime) {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    number::integer(out, since.as_secs());
    let millis = since.subsec_millis();
    out.push_str(match millis {
        0..10 => ".00",
        10..100 => ".0",
        _ => ".",
    });
    number::integer(out, millis);
}

/// Whether the last word of the name is the unit, which is the only one that may be stated.
fn ends_with_word(name: &str, unit: &str) -> bool {
    name.strip_suffix(unit).is_some_and(|rest| rest.ends_with('_'))
}
