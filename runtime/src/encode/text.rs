//! The Prometheus text format, version 0.0.4.

use lowcard_schema::Kind;

use super::{Encoder, lines};
use crate::gather::{Gathered, Series};

/// Writes it.
pub(crate) struct Text;

impl Encoder for Text {
    type Buffer = String;

    fn start(&mut self, out: &mut String, family: &Gathered) {
        let definition = family.definition;
        lines::metadata(out, "HELP", definition.name);
        lines::help(out, definition.help, lines::escape_help);
        out.push('\n');
        lines::metadata(out, "TYPE", definition.name);
        out.push_str(type_word(definition.kind));
        out.push('\n');
    }

    fn series(&mut self, out: &mut String, family: &Gathered, series: &Series<'_>) {
        if family.definition.kind == Kind::Histogram {
            let count = lines::buckets(out, family, series, |out, _| out.push('\n'));
            lines::sum_and_count(out, family, series, count);
        } else {
            out.push_str(series.head);
            lines::value(out, family.definition.number, series);
            out.push('\n');
        }
    }

    fn end(&mut self, _out: &mut String) {}
}

/// The format has no infos: one is a gauge that is always 1.
fn type_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Counter | Kind::Gauge | Kind::Histogram => kind.word(),
        Kind::Info => Kind::Gauge.word(),
    }
}
