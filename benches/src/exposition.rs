//! Reads the formats: as much of them as the subjects write.

use std::collections::BTreeMap;

use lowcard::Format;

use crate::messages;

/// Samples by name and labels.
#[derive(Debug)]
pub struct Exposition {
    samples: BTreeMap<String, f64>,
}

impl Exposition {
    /// Reads what was written in a format.
    pub fn read(format: Format, bytes: &[u8]) -> Result<Self, String> {
        match format {
            Format::Protobuf => Self::of_messages(bytes),
            _ => Self::parse(str::from_utf8(bytes).map_err(|error| error.to_string())?),
        }
    }

    /// Reads the messages of protobuf.
    pub fn of_messages(bytes: &[u8]) -> Result<Self, String> {
        let mut samples = BTreeMap::new();
        for (key, value) in messages::samples(bytes).ok_or("not messages of metric families")? {
            if samples.insert(key.clone(), value).is_some() {
                return Err(format!("twice the same series: {key}"));
            }
        }
        Ok(Self { samples })
    }

    /// Reads every line that is no comment.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut samples = BTreeMap::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (key, value) = sample(line).ok_or_else(|| format!("not a sample: {line}"))?;
            if samples.insert(key, value).is_some() {
                return Err(format!("twice the same series: {line}"));
            }
        }
        Ok(Self { samples })
    }

    /// The value of a series.
    pub fn get(&self, key: &str) -> Option<f64> {
        self.samples.get(key).copied()
    }

    /// Every series and its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.samples.iter().map(|(key, value)| (key.as_str(), *value))
    }

    /// The sum of everything.
    pub fn total(&self) -> f64 {
        self.samples.values().sum()
    }
}

/// One spelling for a series: labels in order of their names, bounds as Rust prints them.
pub fn key(name: &str, labels: &[(&str, &str)]) -> String {
    let mut labels: Vec<_> = labels.iter().map(|(name, value)| format!("{name}={}", spelling(name, value))).collect();
    labels.sort();
    format!("{name}{{{}}}", labels.join(","))
}

fn spelling(name: &str, value: &str) -> String {
    match value.parse::<f64>() {
        Ok(bound) if name == "le" => bound.to_string(),
        _ => value.to_owned(),
    }
}

/// `name{label="value"} 1`, and what may follow: an exemplar. No value of the workloads holds a quote, a comma or a space.
fn sample(line: &str) -> Option<(String, f64)> {
    let line = line.split(" # ").next().unwrap_or_default();
    let (series, value) = line.rsplit_once(' ')?;
    let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
    let labels: Option<Vec<_>> =
        labels.strip_suffix('}')?.split(',').filter(|label| !label.is_empty()).map(label).collect();
    Some((key(name, &labels?), value.parse().ok()?))
}

/// `label="value"`.
fn label(label: &str) -> Option<(&str, &str)> {
    let (name, value) = label.split_once('=')?;
    Some((name.trim(), value.strip_prefix('"')?.strip_suffix('"')?))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that can't be set up fails")]

    use super::{Exposition, key};

    #[test]
    fn one_series_has_one_spelling() {
        let text = r#"# HELP x_total X.
x_total{b="2",a="1"} 3
h_bucket{le="+Inf"} 4.0
h_bucket{le="1.0"} 2
x 5 # {id="7"} 1 1.5
# EOF
"#;
        let exposition = Exposition::parse(text).unwrap();
        assert_eq!(exposition.get(&key("x_total", &[("a", "1"), ("b", "2")])), Some(3.0));
        assert_eq!(exposition.get(&key("h_bucket", &[("le", "inf")])), Some(4.0));
        assert_eq!(exposition.get(&key("h_bucket", &[("le", "1")])), Some(2.0));
        assert_eq!(exposition.total().to_bits(), 14.0_f64.to_bits());
    }

    #[test]
    fn what_is_no_sample_or_comes_twice_is_refused() {
        assert!(Exposition::parse("x{a=1} 3").is_err());
        assert!(Exposition::parse("x").is_err());
        assert!(Exposition::parse("x 1\nx 1").is_err());
    }
}
