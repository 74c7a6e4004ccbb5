//! A family as one scrape sees it: the step between storage and encoding.

use std::borrow::Cow;
use std::panic;

use lowcard_schema::{Definition, Kind, Number};

use crate::declaration::Source;
use crate::family::Family;
use crate::metric::read_histogram;
use crate::storage::Row;

/// A family and its series.
pub(crate) struct Gathered {
    pub(crate) definition: &'static Definition,
    /// By the text of the labels, in the labels' order.
    pub(crate) series: Vec<Series>,
}

/// One series, or for a histogram those of one label set.
pub(crate) struct Series {
    /// The values of the definition's labels.
    pub(crate) labels: Vec<Cow<'static, str>>,
    pub(crate) reading: Reading,
}

/// What a series holds.
#[derive(Debug, PartialEq)]
pub(crate) enum Reading {
    U64(u64),
    I64(i64),
    F64(f64),
    /// The count of each bucket, from the lowest to `+Inf`, and the sum.
    Histogram {
        buckets: Vec<u64>,
        sum: f64,
    },
}

impl Gathered {
    /// Reads every series that a family has now.
    pub(crate) fn from_family(family: &Family) -> Self {
        let definition = family.definition();
        let series = match family.source() {
            Some(source) => sourced(source).into_iter().collect(),
            None if definition.kind == Kind::Info => constant(family).into_iter().collect(),
            None => stored(family),
        };
        Self { definition, series }
    }
}

/// The one series of a metric that is read from a function, unless that panics.
fn sourced(source: Source) -> Option<Series> {
    let read = || match source {
        Source::U64(read) => Reading::U64(read()),
        Source::I64(read) => Reading::I64(read()),
        Source::F64(read) => Reading::F64(read()),
    };
    panic::catch_unwind(read).ok().map(|reading| Series { labels: Vec::new(), reading })
}

/// The one series of an info, once it is set.
fn constant(family: &Family) -> Option<Series> {
    let labels = family.constants()?.iter().cloned().map(Cow::Owned).collect();
    Some(Series { labels, reading: Reading::U64(1) })
}

/// The series that have been updated.
fn stored(family: &Family) -> Vec<Series> {
    let definition = family.definition();
    let series = family.rows().map(|(labels, row)| Series {
        labels: labels.into_iter().map(Cow::Borrowed).collect(),
        reading: read(definition, row),
    });
    let mut series: Vec<_> = series.collect();
    series.sort_by(|left, right| left.labels.cmp(&right.labels));
    series
}

fn read(definition: &Definition, row: Row<'_>) -> Reading {
    match (definition.kind, definition.number) {
        (Kind::Histogram, _) => {
            let (buckets, sum) = read_histogram(row, definition.buckets);
            Reading::Histogram { buckets: buckets.collect(), sum }
        }
        (_, Number::U64) => Reading::U64(row.get(0)),
        (_, Number::I64) => Reading::I64(row.get(0)),
        (_, Number::F64) => Reading::F64(row.get(0)),
    }
}
