//! A family as a collector has described it.

use std::collections::BTreeMap;

use crate::encode::{self, Bounds, Rendered};
use crate::gather::{Gathered, Point};
use crate::metadata::{Metadata, MetricType};
use crate::name;

/// Its metadata, and what each label set holds.
pub(super) struct Found {
    pub(super) metadata: Metadata,
    /// By labels, as the text formats have them, sorted by name.
    pub(super) series: BTreeMap<String, Point>,
}

impl Found {
    pub(super) fn new(metadata: Metadata) -> Self {
        Self { metadata, series: BTreeMap::new() }
    }

    pub(super) fn gathered(self) -> Gathered {
        let labels = self.series.keys().map(|labels| |out: &mut String| out.push_str(labels));
        let rendered = Rendered::new(&self.metadata, Bounds::default(), labels.enumerate());
        Gathered::from_points(self.metadata, rendered, self.series.into_values().collect())
    }
}

/// Labels as text, sorted by name. One with an empty value is the same as none, so it is left out.
pub(super) fn labels(metric_type: MetricType, labels: &[(&str, &str)]) -> Result<String, String> {
    let reserved = match metric_type {
        MetricType::Histogram => Some("le"),
        MetricType::Summary => Some("quantile"),
        MetricType::Counter | MetricType::Gauge | MetricType::Info | MetricType::Unknown => None,
    };
    let mut sorted: Vec<_> = labels.iter().filter(|(_, value)| !value.is_empty()).collect();
    sorted.sort_by_key(|(name, _)| *name);
    let mut text = String::new();
    let mut last = None;
    for &&(name, value) in &sorted {
        if !name::is_label(name) {
            return Err(format!(
                "{name:?} is no name of a label: write letters, digits and `_`, starting with a letter"
            ));
        }
        if Some(name) == reserved {
            return Err(format!("the label `{name}` is written by the exposition of a {}", metric_type.word()));
        }
        if last.replace(name) == Some(name) {
            return Err(format!("the label `{name}` is there twice: give each label one value"));
        }
        encode::label(&mut text, name, value);
    }
    Ok(text)
}
