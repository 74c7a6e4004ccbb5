//! The upper bounds of a histogram's buckets, or the quantiles of a summary.

use super::number;
use crate::metadata::MetricType;

/// Them, and how they end the labels of their lines.
#[derive(Default)]
pub(crate) struct Bounds {
    values: Vec<f64>,
    texts: Vec<String>,
}

impl Bounds {
    /// For what has neither.
    pub(crate) const NONE: &Self = &Self { values: Vec::new(), texts: Vec::new() };

    /// For a histogram, without the last bound, which is `+Inf`; for a summary, its quantiles.
    pub(crate) fn new(metric_type: MetricType, values: &[f64]) -> Self {
        let (name, last) = match metric_type {
            MetricType::Histogram => ("le", Some(f64::INFINITY)),
            _ => ("quantile", None),
        };
        let texts = values.iter().copied().chain(last).map(|value| {
            let mut text = format!("{name}=\"");
            number::bound(&mut text, value);
            text.push_str("\"} ");
            text
        });
        Self { texts: texts.collect(), values: values.to_vec() }
    }

    /// The bounds but for `+Inf`, or the quantiles.
    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }

    /// What comes after the labels in the lines: `le="0.005"} ` and so on, up to `+Inf`.
    pub(super) fn texts(&self) -> &[String] {
        &self.texts
    }
}
