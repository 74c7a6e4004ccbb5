//! A family as one scrape sees it: the step between storage and encoding.

use std::borrow::Cow;
use std::panic;
use std::sync::Arc;

use lowcard_schema::{Definition, Kind};

use crate::declaration::Source;
use crate::encode::Rendered;
use crate::family::Family;
use crate::storage::{BUCKETS, SUM, Value};

/// A family and its series, in the order in which they are exposed.
pub(crate) struct Gathered<'s> {
    pub(crate) definition: &'static Definition,
    pub(crate) rendered: Arc<Rendered>,
    /// What the series hold, row by row.
    numbers: &'s [u64],
    /// The distance from row to row.
    stride: usize,
}

/// What a series holds: one number, or the row of a histogram.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'s>(&'s [u64]);

impl<'s> Gathered<'s> {
    /// Reads every series that a family has now. `numbers` is room that is used again.
    pub(crate) fn from_family(family: &Family, numbers: &'s mut Vec<u64>) -> Self {
        let definition = family.definition();
        if let Some(source) = family.source() {
            let read = read(source);
            return Self::from_series(definition, read.into_iter().map(|bits| (vec![], bits)), numbers);
        }
        if definition.kind == Kind::Info {
            let labels = family.constants().map(|values| values.iter().map(|value| Cow::Borrowed(&**value)).collect());
            return Self::from_series(definition, labels.into_iter().map(|labels| (labels, 1)), numbers);
        }
        family.storage().read(numbers); // first, as it finds out which series there are
        let rendered = family.rendered();
        Self { definition, rendered, numbers, stride: family.storage().stride() }
    }

    /// The few series of a family that has no storage.
    pub(crate) fn from_series<'l>(
        definition: &'static Definition,
        series: impl IntoIterator<Item = (Vec<Cow<'l, str>>, u64)>,
        numbers: &'s mut Vec<u64>,
    ) -> Self {
        numbers.clear();
        let labels: Vec<_> = series
            .into_iter()
            .enumerate()
            .map(|(row, (labels, bits))| {
                numbers.push(bits);
                (row, labels)
            })
            .collect();
        Self { definition, rendered: Arc::new(Rendered::new(definition, labels.into_iter())), numbers, stride: 1 }
    }

    /// The series: what starts their lines, and what they hold.
    pub(crate) fn series(&self) -> impl Iterator<Item = (&str, Reading<'_>)> {
        self.rendered.series().filter_map(|(row, labels)| {
            let start = row * self.stride;
            Some((labels, Reading(self.numbers.get(start..start + self.stride)?)))
        })
    }
}

impl<'s> Reading<'s> {
    /// The number of a counter or gauge.
    pub(crate) fn number<V: Value>(self) -> V {
        V::from_bits(self.0.first().copied().unwrap_or(0))
    }

    /// How many values each bucket of a histogram holds, from the lowest to `+Inf`.
    pub(crate) fn buckets(self) -> impl Iterator<Item = u64> + use<'s> {
        self.0.iter().copied().skip(BUCKETS as usize)
    }

    /// The sum of a histogram's values.
    pub(crate) fn sum(self) -> f64 {
        f64::from_bits(self.0.get(SUM as usize).copied().unwrap_or(0))
    }
}

/// What a function says, unless it panics.
fn read(source: Source) -> Option<u64> {
    let read = || match source {
        Source::U64(read) => read().into_bits(),
        Source::I64(read) => read().into_bits(),
        Source::F64(read) => read().into_bits(),
    };
    panic::catch_unwind(read).ok()
}
