//! What the SDK's own metrics are called.

/// How the SDK's own metrics are named.
///
/// | the SDK says | `Bare` | `Suffixed` |
/// |---|---|---|
/// | `temporal_request`, a counter | `temporal_request` | `temporal_request_total` |
/// | `temporal_request_latency`, a time | `temporal_request_latency` | `temporal_request_latency_seconds` |
/// | `temporal_rpc_message_size`, in bytes | `temporal_rpc_message_size` | `temporal_rpc_message_size_bytes` |
/// | `temporal_num_pollers`, a gauge | `temporal_num_pollers` | `temporal_num_pollers` |
///
/// Times are in seconds either way, where the SDK's own exporter has milliseconds unless it is told otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// The SDK's own names, which dashboards of Temporal know. In the OpenMetrics format such a counter is of unknown
    /// type, because its name does not end in `_total`.
    #[default]
    Bare,
    /// The names that Prometheus recommends: with `_total` and the unit.
    Suffixed,
}

/// What an instrument of the SDK measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Something that is counted.
    Count,
    /// Something that is observed in seconds.
    Seconds,
    /// Something that is observed in bytes.
    Bytes,
    /// A level, or something else that is observed.
    Plain,
}

impl Measure {
    /// What is observed by the unit that the SDK states.
    pub(crate) fn of_unit(unit: &str) -> Self {
        match unit {
            "By" => Self::Bytes,
            "s" => Self::Seconds,
            _ => Self::Plain,
        }
    }

    /// The unit, where there is one.
    pub(crate) fn unit(self) -> Option<&'static str> {
        match self {
            Self::Seconds => Some("seconds"),
            Self::Bytes => Some("bytes"),
            Self::Count | Self::Plain => None,
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::Count => "_total",
            Self::Seconds => "_seconds",
            Self::Bytes => "_bytes",
            Self::Plain => "",
        }
    }
}

impl Naming {
    /// The name that a metric is exposed with.
    pub(crate) fn name(self, name: String, measure: Measure) -> String {
        match self {
            Self::Suffixed if !name.ends_with(measure.suffix()) => name + measure.suffix(),
            Self::Bare | Self::Suffixed => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Measure, Naming};

    #[test]
    fn suffixes_are_not_doubled() {
        let name = |name: &str, measure| Naming::Suffixed.name(name.to_owned(), measure);
        assert_eq!(name("temporal_request", Measure::Count), "temporal_request_total");
        assert_eq!(name("temporal_local_activity_total", Measure::Count), "temporal_local_activity_total");
        assert_eq!(name("temporal_request_latency", Measure::Seconds), "temporal_request_latency_seconds");
        assert_eq!(name("temporal_num_pollers", Measure::Plain), "temporal_num_pollers");
    }

    #[test]
    fn bare_names_stay_as_they_are() {
        assert_eq!(Naming::Bare.name("temporal_request".to_owned(), Measure::Count), "temporal_request");
    }
}
