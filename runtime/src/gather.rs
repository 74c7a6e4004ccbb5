//! A family as one scrape sees it: the step between storage and encoding.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

use lowcard_schema::{Definition, Kind};

use crate::encode::Rendered;
use crate::family::Family;
use crate::storage::{BUCKETS, Exemplar, Exponential, Readings, SUM, Value};

/// A family and its series, in the order in which they are exposed.
pub(crate) struct Gathered {
    pub(crate) definition: &'static Definition,
    pub(crate) rendered: Arc<Rendered>,
    readings: Readings,
    /// The distance from row to row in the numbers.
    stride: usize,
    created: Option<SystemTime>,
}

/// One label set, and what it holds: one number, or the row of a histogram.
#[derive(Clone, Copy)]
pub(crate) struct Series<'g> {
    /// Its place in the order.
    pub(crate) position: usize,
    /// What starts its lines in the text formats.
    pub(crate) head: &'g str,
    numbers: &'g [u64],
    exponential: Option<&'g Exponential>,
    exemplars: &'g [(usize, usize, Exemplar)],
}

impl Gathered {
    /// Reads every series that a family has now. `readings` is room that is used again; `read` is what a function said
    /// from which the family is read.
    pub(crate) fn from_family(family: &Family, read: Option<u64>, mut readings: Readings) -> Self {
        let definition = family.definition();
        if family.source().is_some() {
            return Self::from_series(definition, read.into_iter().map(|bits| (vec![], bits)), readings);
        }
        if definition.kind == Kind::Info {
            let labels = family.constants().map(|values| values.iter().map(|value| Cow::Borrowed(&**value)).collect());
            return Self::from_series(definition, labels.into_iter().map(|labels| (labels, 1)), readings);
        }
        family.storage().read(&mut readings); // first, as it finds out which series there are
        let created = (definition.kind != Kind::Gauge).then(|| family.created());
        Self { definition, rendered: family.rendered(), readings, stride: family.storage().stride(), created }
    }

    /// The few series of a family that has no storage.
    pub(crate) fn from_series<'l>(
        definition: &'static Definition,
        series: impl IntoIterator<Item = (Vec<Cow<'l, str>>, u64)>,
        mut readings: Readings,
    ) -> Self {
        readings.clear();
        let labels: Vec<_> = series
            .into_iter()
            .enumerate()
            .map(|(row, (labels, bits))| {
                readings.numbers.push(bits);
                (row, labels)
            })
            .collect();
        let rendered = Arc::new(Rendered::new(definition, labels.into_iter()));
        Self { definition, rendered, readings, stride: 1, created: None }
    }

    /// The series from this position on.
    pub(crate) fn series(&self, from: usize) -> impl Iterator<Item = Series<'_>> {
        let Readings { numbers, exponentials, exemplars } = &self.readings;
        self.rendered.series(from).enumerate().filter_map(move |(position, (row, head))| {
            let start = row * self.stride;
            Some(Series {
                position: from + position,
                head,
                numbers: numbers.get(start..start + self.stride)?,
                exponential: exponentials.get(row),
                exemplars: of_row(exemplars, row),
            })
        })
    }

    /// When the counters and histograms of the family began to count; nothing where nobody knows.
    pub(crate) fn created(&self) -> Option<SystemTime> {
        self.created
    }

    /// The room that it was read into.
    pub(crate) fn into_readings(self) -> Readings {
        self.readings
    }
}

impl<'g> Series<'g> {
    /// The number of a counter or gauge.
    pub(crate) fn number<V: Value>(&self) -> V {
        V::from_bits(self.numbers.first().copied().unwrap_or(0))
    }

    /// How many values each classic bucket of a histogram holds, from the lowest to `+Inf`. What may come after that is 0:
    /// rows are as long as a power of two.
    pub(crate) fn buckets(&self) -> impl Iterator<Item = u64> + use<'g> {
        self.numbers.iter().copied().skip(BUCKETS as usize)
    }

    /// The sum of a histogram's values.
    pub(crate) fn sum(&self) -> f64 {
        f64::from_bits(self.numbers.get(SUM as usize).copied().unwrap_or(0))
    }

    /// The exponential buckets of a native histogram.
    pub(crate) fn exponential(&self) -> Option<&'g Exponential> {
        self.exponential
    }

    /// The exemplar of a counter, or of this bucket of a histogram.
    pub(crate) fn exemplar(&self, bucket: usize) -> Option<&'g Exemplar> {
        self.exemplars.iter().find(|(_, slot, _)| *slot == bucket).map(|(_, _, exemplar)| exemplar)
    }

    /// All exemplars, the oldest first.
    pub(crate) fn exemplars(&self) -> impl Iterator<Item = &'g Exemplar> {
        let mut exemplars: Vec<_> = self.exemplars.iter().map(|(_, _, exemplar)| exemplar).collect();
        exemplars.sort_by_key(|exemplar| exemplar.at);
        exemplars.into_iter()
    }
}

/// The exemplars of one row.
fn of_row(exemplars: &[(usize, usize, Exemplar)], row: usize) -> &[(usize, usize, Exemplar)] {
    let start = exemplars.partition_point(|&(other, ..)| other < row);
    let end = exemplars.partition_point(|&(other, ..)| other <= row);
    exemplars.get(start..end).unwrap_or_default()
}
