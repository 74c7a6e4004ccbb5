//! What an exposition says of a family beside its series.

use std::borrow::Cow;

use lowcard_schema::{Definition, Kind};

/// A family's name, type, unit and help.
#[derive(Clone, Debug)]
pub(crate) struct Metadata {
    /// The name as it is scraped, with all that it ends with.
    pub(crate) name: Cow<'static, str>,
    pub(crate) metric_type: MetricType,
    pub(crate) unit: Option<Cow<'static, str>>,
    pub(crate) help: Cow<'static, str>,
}

/// What a family is to Prometheus: a kind of ours, or one that only a collector can bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MetricType {
    Counter,
    Gauge,
    Histogram,
    Info,
    /// Quantiles that somebody else has computed.
    Summary,
    /// Nobody says what it is.
    Unknown,
}

impl From<&'static Definition> for Metadata {
    fn from(definition: &'static Definition) -> Self {
        Self {
            name: Cow::Borrowed(definition.name),
            metric_type: definition.kind.into(),
            unit: definition.unit.map(Cow::Borrowed),
            help: Cow::Borrowed(definition.help),
        }
    }
}

impl From<Kind> for MetricType {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Counter => Self::Counter,
            Kind::Gauge => Self::Gauge,
            Kind::Histogram => Self::Histogram,
            Kind::Info => Self::Info,
        }
    }
}

impl Metadata {
    /// The names that the family and its samples take up in any of the formats: no other family may use one of them.
    pub(crate) fn claimed_names(&self) -> Vec<String> {
        let with = |suffixes: &[&str]| suffixes.iter().map(|suffix| format!("{}{suffix}", self.name)).collect();
        match self.metric_type {
            MetricType::Counter => lowcard_schema::claimed_names(Kind::Counter, &self.name),
            MetricType::Gauge => lowcard_schema::claimed_names(Kind::Gauge, &self.name),
            MetricType::Histogram => lowcard_schema::claimed_names(Kind::Histogram, &self.name),
            MetricType::Info => lowcard_schema::claimed_names(Kind::Info, &self.name),
            MetricType::Summary => with(&["", "_sum", "_count", "_created"]),
            MetricType::Unknown => with(&[""]),
        }
    }
}

impl MetricType {
    /// The word for it in OpenMetrics.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Counter => Kind::Counter.word(),
            Self::Gauge => Kind::Gauge.word(),
            Self::Histogram => Kind::Histogram.word(),
            Self::Info => Kind::Info.word(),
            Self::Summary => "summary",
            Self::Unknown => "unknown",
        }
    }

    /// What ends a sample's name where it stands for a bound or a quantile, which the labels are left open for.
    pub(crate) fn open_suffix(self) -> Option<&'static str> {
        match self {
            Self::Histogram => Some("_bucket"),
            Self::Summary => Some(""),
            Self::Counter | Self::Gauge | Self::Info | Self::Unknown => None,
        }
    }
}
