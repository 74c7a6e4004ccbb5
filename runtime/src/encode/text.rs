//! The Prometheus text format, version 0.0.4.

use lowcard_schema::{Definition, Kind};

use super::chunks::Chunks;
use super::number;
use crate::gather::{Gathered, Reading, Series};

/// Writes a family; nothing if it has no series.
pub(super) fn family<E, W: FnMut(&str) -> Result<(), E>>(family: &Gathered, chunks: &mut Chunks<W>) -> Result<(), E> {
    if family.series.is_empty() {
        return Ok(());
    }
    header(chunks.buffer(), family.definition);
    for series in &family.series {
        samples(chunks.buffer(), family.definition, series);
        chunks.flush_if_full()?;
    }
    Ok(())
}

fn header(out: &mut String, definition: &Definition) {
    out.push_str("# HELP ");
    out.push_str(definition.name);
    out.push(' ');
    escape_help(out, definition.help);
    out.push_str("\n# TYPE ");
    out.push_str(definition.name);
    out.push(' ');
    out.push_str(type_word(definition.kind));
    out.push('\n');
}

/// The format has no infos: one is a gauge that is always 1.
fn type_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Counter | Kind::Gauge | Kind::Histogram => kind.word(),
        Kind::Info => Kind::Gauge.word(),
    }
}

fn samples(out: &mut String, definition: &Definition, series: &Series) {
    let labels = labels(definition, series);
    match &series.reading {
        Reading::U64(value) => sample(out, definition.name, "", &labels, |out| number::integer(out, *value)),
        Reading::I64(value) => sample(out, definition.name, "", &labels, |out| number::integer(out, *value)),
        Reading::F64(value) => sample(out, definition.name, "", &labels, |out| number::float(out, *value)),
        Reading::Histogram { buckets, sum } => histogram(out, definition, &labels, buckets, *sum),
    }
}

/// Buckets count what is in the ones below them, too; the last one is the count.
fn histogram(out: &mut String, definition: &Definition, labels: &str, buckets: &[u64], sum: f64) {
    let bounds = definition.buckets.iter().copied().chain([f64::INFINITY]);
    let mut count = 0_u64;
    for (bucket, bound) in buckets.iter().zip(bounds) {
        count = count.wrapping_add(*bucket);
        let labels = with_bound(labels, bound);
        sample(out, definition.name, "_bucket", &labels, |out| number::integer(out, count));
    }
    sample(out, definition.name, "_sum", labels, |out| number::float(out, sum));
    sample(out, definition.name, "_count", labels, |out| number::integer(out, count));
}

/// One line.
fn sample(out: &mut String, name: &str, suffix: &str, labels: &str, value: impl FnOnce(&mut String)) {
    out.push_str(name);
    out.push_str(suffix);
    if !labels.is_empty() {
        out.push('{');
        out.push_str(labels);
        out.push('}');
    }
    out.push(' ');
    value(out);
    out.push('\n');
}

/// What stands between the braces: `channel="email",outcome="failed"`.
fn labels(definition: &Definition, series: &Series) -> String {
    let mut out = String::new();
    for (label, value) in definition.labels.iter().zip(&series.labels) {
        separate(&mut out);
        out.push_str(label.name);
        out.push_str("=\"");
        escape_value(&mut out, value);
        out.push('"');
    }
    out
}

fn with_bound(labels: &str, bound: f64) -> String {
    let mut out = labels.to_owned();
    separate(&mut out);
    out.push_str("le=\"");
    number::bound(&mut out, bound);
    out.push('"');
    out
}

fn separate(out: &mut String) {
    if !out.is_empty() {
        out.push(',');
    }
}

/// HELP ends at the end of its line.
fn escape_help(out: &mut String, help: &str) {
    escape(out, help, |character| match character {
        '\\' => Some("\\\\"),
        '\n' => Some("\\n"),
        _ => None,
    });
}

/// A label value ends at the next quote.
fn escape_value(out: &mut String, value: &str) {
    escape(out, value, |character| match character {
        '\\' => Some("\\\\"),
        '\n' => Some("\\n"),
        '"' => Some("\\\""),
        _ => None,
    });
}

fn escape(out: &mut String, text: &str, escaped: impl Fn(char) -> Option<&'static str>) {
    for character in text.chars() {
        match escaped(character) {
            Some(replacement) => out.push_str(replacement),
            None => out.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{escape_help, escape_value};

    const HOSTILE: &str = "a\\b \"c\"\nd\\n 🦀";

    #[test]
    fn help_escapes_backslashes_and_line_feeds() {
        let mut out = String::new();
        escape_help(&mut out, HOSTILE);
        assert_eq!(out, "a\\\\b \"c\"\\nd\\\\n 🦀");
    }

    #[test]
    fn values_escape_quotes_as_well() {
        let mut out = String::new();
        escape_value(&mut out, HOSTILE);
        assert_eq!(out, "a\\\\b \\\"c\\\"\\nd\\\\n 🦀");
    }
}
