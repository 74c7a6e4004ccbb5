//! What the two text formats have in common: lines of a name, labels and a number.

use lowcard_schema::Number;

use super::number;
use crate::gather::Series;
use crate::metadata::Metadata;

/// Appends what starts the line of a series: `name{channel="email",outcome="failed"} `, and for a histogram
/// `name_bucket{channel="email",outcome="failed",`, for a bound to follow, as a quantile does for a summary.
/// `labels` writes what stands between the braces.
pub(super) fn head(out: &mut String, metadata: &Metadata, labels: impl FnOnce(&mut String)) {
    let open = metadata.metric_type.open_suffix();
    out.push_str(&metadata.name);
    out.push_str(open.unwrap_or_default());
    let before = out.len();
    out.push('{');
    labels(out);
    match (open.is_some(), out.len() == before + 1) {
        (true, true) => {}
        (true, false) => out.push(','),
        (false, true) => out.replace_range(before.., " "),
        (false, false) => out.push_str("} "),
    }
}

/// Appends `channel="email"`.
pub(super) fn label(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str("=\"");
    escape_quoted(out, value);
    out.push('"');
}

/// What comes after the name in a [`head`].
pub(super) fn labels<'h>(metadata: &Metadata, head: &'h str) -> &'h str {
    let suffix = metadata.metric_type.open_suffix().unwrap_or_default();
    head.get(metadata.name.len() + suffix.len()..).unwrap_or_default()
}

/// Appends `# HELP name `, and the same for TYPE and UNIT.
pub(super) fn metadata(out: &mut String, keyword: &str, name: &str) {
    for part in ["# ", keyword, " ", name, " "] {
        out.push_str(part);
    }
}

/// The number of a series that has just one.
pub(super) fn value(out: &mut String, series: &Series<'_>) {
    match series.number() {
        Number::U64 => number::integer(out, series.value::<u64>()),
        Number::I64 => number::integer(out, series.value::<i64>()),
        Number::F64 => number::float(out, series.value()),
    }
}

/// Writes the lines of a histogram's buckets, each counting what is in the ones below it, too. `end` ends the line of
/// the bucket with this position. Returns the count.
pub(super) fn buckets(out: &mut String, series: &Series<'_>, mut end: impl FnMut(&mut String, usize)) -> u64 {
    let mut count = 0_u64;
    for (position, (bucket, bound)) in series.buckets().zip(series.bounds().texts()).enumerate() {
        count = count.wrapping_add(bucket);
        out.push_str(series.head);
        out.push_str(bound);
        number::integer(out, count);
        end(out, position);
    }
    count
}

/// Writes the lines of a summary's quantiles, of those whose values the format can have.
pub(super) fn quantiles(out: &mut String, series: &Series<'_>, has: impl Fn(f64) -> bool) {
    let quantiles = series.quantiles().zip(series.bounds().texts());
    for (value, quantile) in quantiles.filter(|(value, _)| has(*value)) {
        out.push_str(series.head);
        out.push_str(quantile);
        number::float(out, value);
        out.push('\n');
    }
}

/// Writes the lines of a histogram's or a summary's sum and count.
pub(super) fn sum_and_count(out: &mut String, metadata: &Metadata, series: &Series<'_>, count: u64) {
    with_suffix(out, metadata, series.head, "_sum");
    number::float(out, series.sum());
    out.push('\n');
    with_suffix(out, metadata, series.head, "_count");
    number::integer(out, count);
    out.push('\n');
}

/// Starts another line of a series, which has no bound: in its head, the labels are open for one.
fn with_suffix(out: &mut String, metadata: &Metadata, head: &str, suffix: &str) {
    out.push_str(&metadata.name);
    out.push_str(suffix);
    close(out, labels(metadata, head));
}

/// Appends the labels of a [`head`], with nothing to follow.
pub(super) fn close(out: &mut String, labels: &str) {
    out.push_str(labels.trim_end_matches(['{', ',', '}', ' ']));
    out.push_str(if labels.len() > 1 { "} " } else { " " });
}

/// Appends the HELP line of a family, as the format escapes it, unless there is nothing to say. A carriage return has no
/// escape, and some readers would take it for a part of the line's end.
pub(super) fn help(out: &mut String, family: &str, help: &str, escape: impl Fn(&mut String, &str)) {
    if help.is_empty() {
        return;
    }
    metadata(out, "HELP", family);
    for (position, part) in help.split('\r').enumerate() {
        out.push_str(if position == 0 { "" } else { " " });
        escape(out, part);
    }
    out.push('\n');
}

/// Appends a HELP text of the older format, which ends at the end of its line.
pub(super) fn escape_help(out: &mut String, help: &str) {
    escape(out, help, |character| match character {
        '\\' => Some("\\\\"),
        '\n' => Some("\\n"),
        _ => None,
    });
}

/// Appends a label value, which ends at the next quote.
pub(super) fn escape_quoted(out: &mut String, value: &str) {
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
    use super::{close, escape_help, escape_quoted};

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
        escape_quoted(&mut out, HOSTILE);
        assert_eq!(out, "a\\\\b \\\"c\\\"\\nd\\\\n 🦀");
    }

    #[test]
    fn labels_are_closed_whatever_follows_them() {
        for (labels, closed) in [("{", " "), (" ", " "), ("{a=\"},\",", "{a=\"},\"} "), ("{a=\"}\"} ", "{a=\"}\"} ")] {
            let mut out = String::new();
            close(&mut out, labels);
            assert_eq!(out, closed);
        }
    }
}
