//! Samples: the lines that hold values.

use std::collections::BTreeMap;

/// A line with a value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Sample {
    /// The name as it is written, with a suffix such as `_total` or `_bucket`.
    pub name: String,
    /// The values of the labels by their names, without escapes.
    pub labels: BTreeMap<String, String>,
    /// The value. Whole numbers above 2^53 are rounded, as Prometheus rounds them.
    pub value: f64,
    /// Seconds since the Unix epoch, in both formats.
    pub timestamp: Option<f64>,
    /// What the value is an example of. Only in OpenMetrics.
    pub exemplar: Option<Exemplar>,
}

/// One event that a counter or a bucket counted.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Exemplar {
    /// The values of the labels by their names, without escapes: the trace, most often.
    pub labels: BTreeMap<String, String>,
    /// What was observed.
    pub value: f64,
    /// Seconds since the Unix epoch.
    pub timestamp: Option<f64>,
}

/// What tells label sets apart: names and values in order. A label without a value is as good as none.
pub(super) fn identity<'a>(labels: &'a BTreeMap<String, String>, except: Option<&str>) -> Vec<(&'a str, &'a str)> {
    let labels = labels.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    labels.filter(|(name, value)| Some(*name) != except && !value.is_empty()).collect()
}
