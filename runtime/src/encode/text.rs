//! The Prometheus text format, version 0.0.4.

use super::{Encoder, lines};
use crate::gather::{Gathered, Series};
use crate::metadata::MetricType;

/// Writes it.
pub(crate) struct Text;

impl Encoder for Text {
    type Buffer = String;

    fn start(&mut self, out: &mut String, family: &Gathered) {
        let metadata = &family.metadata;
        lines::help(out, &metadata.name, &metadata.help, lines::escape_help);
        lines::metadata(out, "TYPE", &metadata.name);
        out.push_str(type_word(metadata.metric_type));
        out.push('\n');
    }

    fn series(&mut self, out: &mut String, family: &Gathered, series: &Series<'_>) {
        match family.metadata.metric_type {
            MetricType::Histogram => {
                let count = lines::buckets(out, series, |out, _| out.push('\n'));
                lines::sum_and_count(out, &family.metadata, series, count);
            }
            MetricType::Summary => {
                lines::quantiles(out, series, |_| true);
                lines::sum_and_count(out, &family.metadata, series, series.count());
            }
            MetricType::Counter | MetricType::Gauge | MetricType::Info | MetricType::Unknown => {
                out.push_str(series.head);
                lines::value(out, series);
                out.push('\n');
            }
        }
    }

    fn end(&mut self, _out: &mut String) {}
}

/// The format has no infos: one is a gauge that is always 1.
fn type_word(metric_type: MetricType) -> &'static str {
    match metric_type {
        MetricType::Info => MetricType::Gauge.word(),
        MetricType::Unknown => "untyped",
        MetricType::Counter | MetricType::Gauge | MetricType::Histogram | MetricType::Summary => metric_type.word(),
    }
}
