//! What a Pushgateway tells groups apart by.

use std::iter;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::invalid::PushgatewayError;

const JOB: &str = "job";

/// The labels that all metrics of a group get, `job` first.
#[derive(Clone, Debug)]
pub(super) struct Grouping {
    labels: Vec<(String, String)>,
}

impl Grouping {
    pub(super) fn new(job: &str) -> Result<Self, PushgatewayError> {
        if job.is_empty() {
            return Err(PushgatewayError::EmptyJob);
        }
        Ok(Self { labels: vec![(JOB.to_owned(), job.to_owned())] })
    }

    pub(super) fn add(&mut self, label: &str, value: &str) -> Result<(), PushgatewayError> {
        if !is_label(label) {
            return Err(PushgatewayError::Label { label: label.to_owned() });
        }
        if self.has(label) {
            return Err(PushgatewayError::LabelTwice { label: label.to_owned() });
        }
        self.labels.push((label.to_owned(), value.to_owned()));
        Ok(())
    }

    /// Whether this is one of the labels.
    pub(super) fn has(&self, label: &str) -> bool {
        self.labels.iter().any(|(name, _)| name == label)
    }

    /// Where the group is: `/metrics/job/import/region/eu`.
    pub(super) fn path(&self) -> String {
        let segments = self.labels.iter().flat_map(|(name, value)| ["/".to_owned(), segment(name, value)]);
        iter::once("/metrics".to_owned()).chain(segments).collect()
    }
}

/// Names that start with two underscores are Prometheus's own, and a gateway refuses them.
fn is_label(name: &str) -> bool {
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts_well && !name.starts_with("__") && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A value that a path can't have as it is goes as base64, where an empty one is a lone `=`.
fn segment(name: &str, value: &str) -> String {
    if is_plain(value) {
        return format!("{name}/{value}");
    }
    let encoded = if value.is_empty() { "=".to_owned() } else { URL_SAFE_NO_PAD.encode(value) };
    format!("{name}@base64/{encoded}")
}

/// `.` and `..` would lead to another path.
fn is_plain(value: &str) -> bool {
    let unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    value.chars().all(unreserved) && value.chars().any(|c| c != '.')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use super::{Grouping, PushgatewayError};

    fn path(job: &str, labels: &[(&str, &str)]) -> String {
        let mut grouping = Grouping::new(job).unwrap();
        for (label, value) in labels {
            grouping.add(label, value).unwrap();
        }
        grouping.path()
    }

    #[test]
    fn plain_values_stay_readable() {
        assert_eq!(path("import", &[]), "/metrics/job/import");
        assert_eq!(path("a-b_c.1~", &[("region", "eu"), ("_x", "..a")]), "/metrics/job/a-b_c.1~/region/eu/_x/..a");
    }

    #[test]
    fn other_values_are_encoded() {
        // What follows `@base64/` is what the command `basenc --base64url` makes of the value, without its padding.
        assert_eq!(path("a/b", &[]), "/metrics/job@base64/YS9i");
        assert_eq!(path("a", &[("empty", "")]), "/metrics/job/a/empty@base64/=");
        assert_eq!(path("a", &[("up", "..")]), "/metrics/job/a/up@base64/Li4");
        assert_eq!(path("a", &[("town", "Zürich 🦀")]), "/metrics/job/a/town@base64/WsO8cmljaCDwn6aA");
        assert_eq!(path("a", &[("q", "50%?#\n")]), "/metrics/job/a/q@base64/NTAlPyMK");
    }

    #[test]
    fn what_a_gateway_would_refuse_or_drop_is_refused() {
        assert_eq!(Grouping::new("").unwrap_err(), PushgatewayError::EmptyJob);
        let mut grouping = Grouping::new("a").unwrap();
        grouping.add("region", "eu").unwrap();
        for label in ["", "1a", "a-b", "__a", "zürich", "a/b", "a@base64"] {
            let expected = PushgatewayError::Label { label: label.to_owned() };
            assert_eq!(grouping.add(label, "x"), Err(expected), "{label}");
        }
        for label in ["job", "region"] {
            let expected = PushgatewayError::LabelTwice { label: label.to_owned() };
            assert_eq!(grouping.add(label, "x"), Err(expected), "{label}");
        }
    }
}
