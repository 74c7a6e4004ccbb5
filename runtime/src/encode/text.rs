//! The Prometheus text format, version 0.0.4.

use std::borrow::Cow;

use lowcard_schema::{Definition, Kind, Number};

use super::chunks::Chunks;
use super::number;
use crate::gather::{Gathered, Reading};

/// Writes a family; nothing if it has no series.
pub(super) fn family<E, W: FnMut(&str) -> Result<(), E>>(
    family: &Gathered<'_>,
    chunks: &mut Chunks<W>,
) -> Result<(), E> {
    let definition = family.definition;
    let mut is_first = true;
    for (head, reading) in family.series() {
        let out = chunks.buffer();
        if is_first {
            header(out, definition);
            is_first = false;
        }
        if definition.kind == Kind::Histogram {
            histogram(out, definition.name, head, family.rendered.bounds(), reading);
        } else {
            out.push_str(head);
            value(out, definition.number, reading);
        }
        chunks.flush_if_full()?;
    }
    Ok(())
}

/// The value of a counter or gauge, which ends its line.
fn value(out: &mut String, number: Number, reading: Reading<'_>) {
    match number {
        Number::U64 => number::integer(out, reading.number::<u64>()),
        Number::I64 => number::integer(out, reading.number::<i64>()),
        Number::F64 => number::float(out, reading.number()),
    }
    out.push('\n');
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

/// Buckets count what is in the ones below them, too; the last one is the count.
fn histogram(out: &mut String, name: &str, head: &str, bounds: &[String], reading: Reading<'_>) {
    let mut count = 0_u64;
    for (bucket, bound) in reading.buckets().zip(bounds) {
        count = count.wrapping_add(bucket);
        out.push_str(head);
        out.push_str(bound);
        number::integer(out, count);
        out.push('\n');
    }
    let labels = head.get(name.len() + BUCKET.len()..).unwrap_or_default();
    without_bound(out, name, "_sum", labels);
    number::float(out, reading.sum());
    out.push('\n');
    without_bound(out, name, "_count", labels);
    number::integer(out, count);
    out.push('\n');
}

/// Starts a line of a histogram that has no bound. Its labels are open, for one to follow.
fn without_bound(out: &mut String, name: &str, suffix: &str, labels: &str) {
    out.push_str(name);
    out.push_str(suffix);
    out.push_str(labels.trim_end_matches(['{', ',']));
    out.push_str(if labels == "{" { " " } else { "} " });
}

/// What a histogram's name ends with in the lines of its buckets.
const BUCKET: &str = "_bucket";

/// Appends what starts the line of a series: `name{channel="email",outcome="failed"} `, and for a histogram
/// `name_bucket{channel="email",outcome="failed",`, for a bound to follow.
pub(super) fn head(out: &mut String, definition: &Definition, values: &[Cow<'_, str>]) {
    let is_histogram = definition.kind == Kind::Histogram;
    out.push_str(definition.name);
    out.push_str(if is_histogram { BUCKET } else { "" });
    for (position, (label, value)) in definition.labels.iter().zip(values).enumerate() {
        out.push(if position == 0 { '{' } else { ',' });
        out.push_str(label.name);
        out.push_str("=\"");
        escape_value(out, value);
        out.push('"');
    }
    out.push_str(match (is_histogram, values.is_empty()) {
        (true, true) => "{",
        (true, false) => ",",
        (false, true) => " ",
        (false, false) => "} ",
    });
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
