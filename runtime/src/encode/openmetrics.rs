//! The OpenMetrics text format, version 1.0.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lowcard_schema::{Definition, Kind};

use super::{Encoder, lines, number};
use crate::gather::{Gathered, Series};
use crate::storage::Exemplar;

/// Writes it.
pub(crate) struct OpenMetrics {
    /// Whether counters and histograms have a `_created` line, which Prometheus stores as a series of its own unless it
    /// was told not to.
    pub(crate) created: bool,
}

impl Encoder for OpenMetrics {
    type Buffer = String;

    fn start(&mut self, out: &mut String, family: &Gathered) {
        let definition = family.definition;
        let Type { family, kind } = Type::of(definition);
        lines::metadata(out, "TYPE", family);
        out.push_str(kind.map_or("unknown", Kind::word));
        out.push('\n');
        if let Some(unit) = definition.unit.filter(|unit| ends_with_word(family, unit)) {
            lines::metadata(out, "UNIT", family);
            out.push_str(unit);
            out.push('\n');
        }
        lines::metadata(out, "HELP", family);
        lines::help(out, definition.help, lines::escape_quoted);
        out.push('\n');
    }

    fn series(&mut self, out: &mut String, family: &Gathered, series: &Series<'_>) {
        let definition = family.definition;
        let Type { family: name, kind } = Type::of(definition);
        if kind == Some(Kind::Histogram) {
            histogram(out, family, series);
        } else {
            out.push_str(series.head);
            lines::value(out, definition.number, series);
            end_line(out, series.exemplar(0).filter(|_| kind == Some(Kind::Counter)));
        }
        if let Some(created) = family.created().filter(|_| self.created && kind.is_some()) {
            out.push_str(name);
            out.push_str("_created");
            lines::close(out, lines::labels(definition, series.head));
            timestamp(out, created);
            out.push('\n');
        }
    }

    fn end(&mut self, out: &mut String) {
        out.push_str("# EOF\n");
    }
}

/// A sum may not be negative, nor may there be one where it could fall, and there is no count without a sum.
fn histogram(out: &mut String, family: &Gathered, series: &Series<'_>) {
    let last = family.definition.buckets.len();
    let count = lines::buckets(out, family, series, |out, bucket| {
        // A native histogram without buckets has its exemplars elsewhere, and all of them are in the one to `+Inf`.
        end_line(out, if last == 0 { series.exemplars().last() } else { series.exemplar(bucket) });
    });
    if family.definition.buckets.iter().all(|&bound| bound >= 0.0) && series.sum() >= 0.0 {
        lines::sum_and_count(out, family, series, count);
    }
}

/// What the family is called, and what it is. Names tell the type: a counter that an exception of the policy let go
/// without its suffix is of no known one, and such an info is a gauge.
struct Type {
    family: &'static str,
    kind: Option<Kind>,
}

impl Type {
    fn of(definition: &'static Definition) -> Self {
        let (name, kind) = (definition.name, definition.kind);
        let suffixed = |suffix, otherwise| match name.strip_suffix(suffix) {
            Some(family) => Self { family, kind: Some(kind) },
            None => Self { family: name, kind: otherwise },
        };
        match kind {
            Kind::Counter => suffixed("_total", None),
            Kind::Info => suffixed("_info", Some(Kind::Gauge)),
            Kind::Gauge | Kind::Histogram => Self { family: name, kind: Some(kind) },
        }
    }
}

/// Ends the line of a number, with the exemplar if there is one.
fn end_line(out: &mut String, exemplar: Option<&Exemplar>) {
    if let Some(exemplar) = exemplar {
        out.push_str(" # {");
        out.push_str(&exemplar.labels);
        out.push_str("} ");
        number::float(out, exemplar.value);
        out.push(' ');
        timestamp(out, exemplar.at);
    }
    out.push('\n');
}

/// Seconds since 1970, to the millisecond.
fn timestamp(out: &mut String, at: SystemTime) {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    number::integer(out, since.as_secs());
    let millis = since.subsec_millis();
    out.push_str(match millis {
        0..10 => ".00",
        10..100 => ".0",
        _ => ".",
    });
    number::integer(out, millis);
}

/// Whether the last word of the name is the unit, which is the only one that may be stated.
fn ends_with_word(name: &str, unit: &str) -> bool {
    name.strip_suffix(unit).is_some_and(|rest| rest.ends_with('_'))
}
