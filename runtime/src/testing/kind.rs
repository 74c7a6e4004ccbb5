//! The types of metric families.

use super::syntax::Syntax;

/// The type of a metric family: what its `# TYPE` line says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FamilyKind {
    /// A sum that only grows.
    Counter,
    /// A value that goes up and down.
    Gauge,
    /// Observations, counted in buckets.
    Histogram,
    /// What there is now, counted in buckets. Only in OpenMetrics.
    GaugeHistogram,
    /// Observations, as quantiles.
    Summary,
    /// Labels without a value. Only in OpenMetrics.
    Info,
    /// Which of some states hold. Only in OpenMetrics.
    StateSet,
    /// Anything: there is no type, or it is `untyped` (text format) or `unknown` (OpenMetrics).
    #[default]
    Unknown,
}

impl FamilyKind {
    /// The kind that a `# TYPE` line names.
    pub(super) fn parse(word: &str, syntax: Syntax) -> Option<Self> {
        let is_openmetrics = syntax == Syntax::OpenMetrics;
        match word {
            "counter" => Some(Self::Counter),
            "gauge" => Some(Self::Gauge),
            "histogram" => Some(Self::Histogram),
            "summary" => Some(Self::Summary),
            "untyped" if !is_openmetrics => Some(Self::Unknown),
            "unknown" if is_openmetrics => Some(Self::Unknown),
            "gaugehistogram" if is_openmetrics => Some(Self::GaugeHistogram),
            "info" if is_openmetrics => Some(Self::Info),
            "stateset" if is_openmetrics => Some(Self::StateSet),
            _ => None,
        }
    }

    /// What follows the family's name in the names of its samples.
    pub(super) fn suffixes(self, syntax: Syntax) -> &'static [&'static str] {
        match (self, syntax) {
            (Self::Counter, Syntax::OpenMetrics) => &["_total", "_created"],
            (Self::Histogram, Syntax::OpenMetrics) => &["_bucket", "_count", "_sum", "_created"],
            (Self::Histogram, Syntax::Text) => &["_bucket", "_count", "_sum"],
            (Self::GaugeHistogram, _) => &["_bucket", "_gcount", "_gsum"],
            (Self::Summary, Syntax::OpenMetrics) => &["", "_count", "_sum", "_created"],
            (Self::Summary, Syntax::Text) => &["", "_count", "_sum"],
            (Self::Info, _) => &["_info"],
            (Self::Counter | Self::Gauge | Self::StateSet | Self::Unknown, _) => &[""],
        }
    }

    /// The kind in a sentence, with its article.
    pub(super) fn phrase(self) -> &'static str {
        match self {
            Self::Counter => "a counter",
            Self::Gauge => "a gauge",
            Self::Histogram => "a histogram",
            Self::GaugeHistogram => "a gauge histogram",
            Self::Summary => "a summary",
            Self::Info => "an info",
            Self::StateSet => "a state set",
            Self::Unknown => "a family without a type",
        }
    }
}
