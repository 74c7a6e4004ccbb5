//! What an exposition holds, counted.

use std::collections::BTreeMap;

/// The families of an exposition. Its size is that of the distinct label values, however many series they make.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposition {
    /// Where it came from, as findings show it.
    pub origin: String,
    /// The families, in the order in which they start.
    pub families: Vec<Family>,
    /// What lowcard says of labels and metrics that ran out of room.
    pub overflows: Vec<Overflow>,
    /// The lines that are in none of the text formats.
    pub unreadable: Unreadable,
}

/// A metric family.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family {
    /// The name as it is declared: with `_total` and `_info`, which OpenMetrics leaves out of the `# TYPE` line.
    pub name: String,
    /// The name as the `# TYPE` line has it.
    pub(super) announced: String,
    /// What the `# TYPE` line says.
    pub metric_type: MetricType,
    /// The HELP text, without escapes.
    pub help: Option<String>,
    /// The line that it starts in, from 1.
    pub line: usize,
    /// How many series it has. `_created` is not counted, which only says since when a series is there.
    pub series: u64,
    /// The labels by their names, but for `le` and `quantile`.
    pub labels: BTreeMap<String, LabelSeen>,
    /// The upper bounds of its buckets, sorted, with `+Inf`.
    pub bounds: Vec<f64>,
}

/// A label of a family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelSeen {
    /// Where it is, and how many series have it.
    pub seen: Seen,
    /// Its values.
    pub values: BTreeMap<String, Seen>,
}

/// How often something is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The line that has it first, from 1.
    pub line: usize,
    /// How many series have it.
    pub series: u64,
}

/// What ran out of room, and how often.
#[derive(Clone, Debug, PartialEq)]
pub struct Overflow {
    /// A label, or a metric.
    pub of: OverflowOf,
    /// Its name.
    pub name: String,
    /// How many values or label sets found no room. It may be none.
    pub count: f64,
    /// The line that says it.
    pub line: usize,
}

/// What can run out of room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverflowOf {
    /// A capped label.
    Label,
    /// A metric with `max_series`.
    Metric,
}

/// What could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unreadable {
    /// How many lines.
    pub count: usize,
    /// The first ones: the number of each, and what is wrong with it.
    pub first: Vec<(usize, String)>,
}

/// The type of a family, in either of the text formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MetricType {
    /// A sum that only grows.
    Counter,
    /// A value that goes up and down.
    Gauge,
    /// Observations, counted in buckets.
    Histogram,
    /// What there is now, counted in buckets.
    GaugeHistogram,
    /// Observations, as quantiles.
    Summary,
    /// Labels without a value.
    Info,
    /// Which of some states hold.
    StateSet,
    /// There is no type, or it is not known.
    #[default]
    Unknown,
}

impl MetricType {
    const ALL: [Self; 8] = [
        Self::Counter,
        Self::Gauge,
        Self::Histogram,
        Self::GaugeHistogram,
        Self::Summary,
        Self::Info,
        Self::StateSet,
        Self::Unknown,
    ];

    /// The type that a `# TYPE` line names.
    pub fn from_word(word: &str) -> Option<Self> {
        let untyped = (word == "untyped").then_some(Self::Unknown);
        untyped.or_else(|| Self::ALL.into_iter().find(|known| known.word() == word))
    }

    /// As OpenMetrics writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
            Self::GaugeHistogram => "gaugehistogram",
            Self::Summary => "summary",
            Self::Info => "info",
            Self::StateSet => "stateset",
            Self::Unknown => "unknown",
        }
    }

    /// What may follow the name of the `# TYPE` line in the name of a sample, in either format.
    pub(super) const fn suffixes(self) -> &'static [&'static str] {
        match self {
            Self::Counter => &["", "_total", "_created"],
            Self::Histogram => &["_bucket", "_sum", "_count", "_created"],
            Self::GaugeHistogram => &["_bucket", "_gsum", "_gcount"],
            Self::Summary => &["", "_sum", "_count", "_created"],
            Self::Info => &["", "_info"],
            Self::Gauge | Self::StateSet | Self::Unknown => &[""],
        }
    }

    /// The label that tells the lines of one label set apart.
    pub(super) const fn own_label(self) -> Option<&'static str> {
        match self {
            Self::Histogram | Self::GaugeHistogram => Some("le"),
            Self::Summary => Some("quantile"),
            Self::Counter | Self::Gauge | Self::Info | Self::StateSet | Self::Unknown => None,
        }
    }
}
