//! The names that instruments have in Prometheus.

use super::unit;

/// What an instrument is called, and the unit that its name ends with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) exposed: String,
    pub(super) unit: Option<String>,
}

/// What the end of a name depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Counter,
    Gauge,
    Histogram,
}

impl Name {
    /// As it is written, with a `_` for each run of what no name can have.
    pub(super) fn as_written(raw: &str) -> Self {
        Self { exposed: mapped(raw), unit: None }
    }

    /// With the unit, and with `_total` if it is a counter; each only if it is not there yet.
    pub(super) fn with_suffixes(raw: &str, unit: Option<&str>, sort: Sort) -> Self {
        let mapped = mapped(raw);
        let is_counter = sort == Sort::Counter;
        let mut exposed = match mapped.strip_suffix("_total") {
            Some(rest) if is_counter => rest.to_owned(),
            _ => mapped,
        };
        let unit = unit.and_then(|unit| unit::words(unit, sort == Sort::Gauge));
        if let Some(unit) = &unit
            && !exposed.ends_with(&format!("_{unit}"))
        {
            exposed = format!("{exposed}_{unit}");
        }
        if is_counter {
            exposed.push_str("_total");
        }
        Self { exposed, unit }
    }
}

fn mapped(raw: &str) -> String {
    let mut name = String::with_capacity(raw.len());
    for character in raw.chars() {
        if character.is_ascii_alphanumeric() || character == ':' {
            name.push(character);
        } else if !name.ends_with('_') {
            name.push('_');
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{Name, Sort};

    #[test]
    fn names_are_those_that_the_specification_gives() {
        for (raw, unit, sort, exposed) in [
            ("http.server.request.duration", Some("s"), Sort::Histogram, "http_server_request_duration_seconds"),
            ("http.requests", Some("{request}"), Sort::Counter, "http_requests_total"),
            ("http.requests_total", None, Sort::Counter, "http_requests_total"),
            ("io_seconds_total", Some("s"), Sort::Counter, "io_seconds_total"),
            ("memory.usage", Some("By"), Sort::Gauge, "memory_usage_bytes"),
            ("memory.usage.bytes", Some("By"), Sort::Gauge, "memory_usage_bytes"),
            ("cpu.utilization", Some("1"), Sort::Gauge, "cpu_utilization_ratio"),
            ("cpu.utilization", Some("1"), Sort::Histogram, "cpu_utilization"),
            ("a--b..c", None, Sort::Gauge, "a_b_c"),
            ("queue_total", None, Sort::Gauge, "queue_total"),
        ] {
            assert_eq!(Name::with_suffixes(raw, unit, sort).exposed, exposed);
        }
        assert_eq!(Name::as_written("http.requests").exposed, "http_requests");
    }
}
