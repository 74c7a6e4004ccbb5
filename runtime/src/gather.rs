//! A family as one scrape sees it: the step between storage and encoding.

use std::sync::Arc;
use std::time::SystemTime;

use lowcard_schema::{Definition, Kind, Number};

use crate::encode::{self, Bounds, Rendered};
use crate::family::Family;
use crate::metadata::{Metadata, MetricType};
use crate::storage::{BUCKETS, COUNT, Exemplar, Exponential, Readings, SUM, Value};

/// A family and its series, in the order in which they are exposed.
pub(crate) struct Gathered {
    pub(crate) metadata: Metadata,
    pub(crate) rendered: Arc<Rendered>,
    values: Values,
    created: Option<SystemTime>,
}

/// What the series hold.
enum Values {
    /// Rows of a storage, one after the other.
    Rows {
        readings: Readings,
        number: Number,
        /// The distance from row to row in the numbers.
        stride: usize,
    },
    /// What a collector says of each.
    Points(Vec<Point>),
}

/// One series of a collector, its numbers in the order that a row of a storage has.
pub(crate) struct Point {
    pub(crate) number: Number,
    pub(crate) numbers: Vec<u64>,
    /// The bounds of a histogram, or the quantiles of a summary.
    pub(crate) bounds: Option<Arc<Bounds>>,
}

/// One label set, and what it holds: one number, or the row of a histogram or a summary. It is small, as there is one
/// for each series of a scrape; what not every series has is found when it is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Series<'g> {
    /// Its place in the order.
    pub(crate) position: usize,
    /// What starts its lines in the text formats.
    pub(crate) head: &'g str,
    numbers: &'g [u64],
    row: usize,
    family: &'g Gathered,
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
            let labels = family.constants().map(|values| values.iter().map(|value| &**value).collect());
            return Self::from_series(definition, labels.into_iter().map(|labels| (labels, 1)), readings);
        }
        family.storage().read(&mut readings); // first, as it finds out which series there are
        Self {
            metadata: definition.into(),
            rendered: family.rendered(),
            values: Values::Rows { readings, number: definition.number, stride: family.storage().stride() },
            created: (definition.kind != Kind::Gauge).then(|| family.created()),
        }
    }

    /// The few series of a family that has no storage.
    pub(crate) fn from_series<'l>(
        definition: &'static Definition,
        series: impl IntoIterator<Item = (Vec<&'l str>, u64)>,
        mut readings: Readings,
    ) -> Self {
        readings.clear();
        let sets = series.into_iter().enumerate().map(|(row, (labels, bits))| {
            readings.numbers.push(bits);
            (row, labels)
        });
        let rendered = Arc::new(rendered(definition, sets));
        let values = Values::Rows { readings, number: definition.number, stride: 1 };
        Self { metadata: definition.into(), rendered, values, created: None }
    }

    /// What a collector says of a family; each point belongs to the label set at its position.
    pub(crate) fn from_points(metadata: Metadata, rendered: Rendered, points: Vec<Point>) -> Self {
        Self { metadata, rendered: Arc::new(rendered), values: Values::Points(points), created: None }
    }

    /// The series from this position on.
    pub(crate) fn series(&self, from: usize) -> impl Iterator<Item = Series<'_>> {
        self.rendered.series(from).enumerate().filter_map(move |(position, (row, head))| {
            let numbers = match &self.values {
                Values::Rows { readings, stride, .. } => readings.numbers.get(row * stride..(row + 1) * stride)?,
                Values::Points(points) => &points.get(row)?.numbers,
            };
            Some(Series { position: from + position, head, numbers, row, family: self })
        })
    }

    /// How many series Prometheus would store of it.
    #[cfg(feature = "endpoint")]
    pub(crate) fn lines(&self) -> u64 {
        let lines = |series: Series<'_>| match self.metadata.metric_type {
            MetricType::Histogram => lowcard_schema::series::lines(
                Kind::Histogram,
                series.bounds().values().len(),
                series.exponential().is_some(),
            ),
            MetricType::Summary => series.bounds().values().len() as u64 + 2,
            MetricType::Counter | MetricType::Gauge | MetricType::Info | MetricType::Unknown => 1,
        };
        self.series(0).map(lines).sum()
    }

    /// When the counters and histograms of the family began to count; nothing where nobody knows.
    pub(crate) fn created(&self) -> Option<SystemTime> {
        self.created
    }

    /// The room that it was read into.
    pub(crate) fn into_readings(self) -> Readings {
        match self.values {
            Values::Rows { readings, .. } => readings,
            Values::Points(_) => Readings::default(),
        }
    }
}

/// Renders label sets in the order of their values. They come with their rows, and hold a value for each label of the
/// definition.
pub(crate) fn rendered<'l>(
    definition: &'static Definition,
    sets: impl Iterator<Item = (usize, Vec<&'l str>)>,
) -> Rendered {
    let mut sets: Vec<_> = sets.collect();
    sets.sort_by(|(_, left), (_, right)| left.cmp(right));
    let bounds = match definition.kind {
        Kind::Histogram => Bounds::new(MetricType::Histogram, definition.buckets),
        Kind::Counter | Kind::Gauge | Kind::Info => Bounds::default(),
    };
    let labels = |out: &mut String, values: &[&str]| {
        definition.labels.iter().zip(values).for_each(|(label, value)| encode::label(out, label.name, value));
    };
    let sets = sets.iter().map(|(row, values)| (*row, |out: &mut String| labels(out, values)));
    Rendered::new(&definition.into(), bounds, sets)
}

impl<'g> Series<'g> {
    /// What its one number is, if it has just one.
    pub(crate) fn number(&self) -> Number {
        match &self.family.values {
            Values::Rows { number, .. } => *number,
            Values::Points(points) => points.get(self.row).map_or(Number::F64, |point| point.number),
        }
    }

    /// The bounds of a histogram, or the quantiles of a summary.
    pub(crate) fn bounds(&self) -> &'g Bounds {
        match &self.family.values {
            Values::Rows { .. } => self.family.rendered.bounds(),
            Values::Points(points) => {
                points.get(self.row).and_then(|point| point.bounds.as_deref()).unwrap_or(Bounds::NONE)
            }
        }
    }

    /// The number of a series that has just one.
    pub(crate) fn value<V: Value>(&self) -> V {
        V::from_bits(self.numbers.first().copied().unwrap_or(0))
    }

    /// The same where all numbers are doubles, which are exact up to 2^53.
    #[expect(clippy::cast_precision_loss, reason = "it is what such formats have")]
    pub(crate) fn double(&self) -> f64 {
        match self.number() {
            Number::U64 => self.value::<u64>() as f64,
            Number::I64 => self.value::<i64>() as f64,
            Number::F64 => self.value(),
        }
    }

    /// How many values each classic bucket of a histogram holds, from the lowest to `+Inf`. What may come after that is 0:
    /// rows are as long as a power of two.
    pub(crate) fn buckets(&self) -> impl Iterator<Item = u64> + use<'g> {
        self.numbers.iter().copied().skip(BUCKETS as usize)
    }

    /// The values of a summary's quantiles.
    pub(crate) fn quantiles(&self) -> impl Iterator<Item = f64> + use<'g> {
        self.buckets().map(f64::from_bits)
    }

    /// How many values a summary has seen. That of a histogram is the sum of its buckets.
    pub(crate) fn count(&self) -> u64 {
        self.numbers.get(COUNT as usize).copied().unwrap_or(0)
    }

    /// The sum of a histogram's or a summary's values.
    pub(crate) fn sum(&self) -> f64 {
        f64::from_bits(self.numbers.get(SUM as usize).copied().unwrap_or(0))
    }

    /// The exponential buckets of a native histogram.
    pub(crate) fn exponential(&self) -> Option<&'g Exponential> {
        self.readings()?.exponentials.get(self.row)
    }

    /// The exemplar of a counter, or of this bucket of a histogram.
    pub(crate) fn exemplar(&self, bucket: usize) -> Option<&'g Exemplar> {
        self.own_exemplars().iter().find(|(_, slot, _)| *slot == bucket).map(|(_, _, exemplar)| exemplar)
    }

    /// All exemplars, the oldest first.
    pub(crate) fn exemplars(&self) -> impl Iterator<Item = &'g Exemplar> {
        let mut exemplars: Vec<_> = self.own_exemplars().iter().map(|(_, _, exemplar)| exemplar).collect();
        exemplars.sort_by_key(|exemplar| exemplar.at);
        exemplars.into_iter()
    }

    fn own_exemplars(&self) -> &'g [(usize, usize, Exemplar)] {
        self.readings().map_or(&[], |readings| of_row(&readings.exemplars, self.row))
    }

    /// What a storage holds; nothing for a collector's series.
    fn readings(&self) -> Option<&'g Readings> {
        match &self.family.values {
            Values::Rows { readings, .. } => Some(readings),
            Values::Points(_) => None,
        }
    }
}

/// The exemplars of one row.
fn of_row(exemplars: &[(usize, usize, Exemplar)], row: usize) -> &[(usize, usize, Exemplar)] {
    let start = exemplars.partition_point(|&(other, ..)| other < row);
    let end = exemplars.partition_point(|&(other, ..)| other <= row);
    exemplars.get(start..end).unwrap_or_default()
}
