//! What a collector fills.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use lowcard_schema::Number;

use super::error::CollectorErrorCause as Cause;
use super::found::{self, Found};
use super::mistakes::{Mistakes, shortened};
use super::value::SampleValue;
use crate::encode::Bounds;
use crate::gather::Point;
use crate::metadata::{Metadata, MetricType};
use crate::name;

/// The families that a [`Collector`](crate::Collector) describes with each scrape.
///
/// Each of its methods starts a family, or goes on with the one of that name. The name is exposed as it is written, so a
/// counter's should end with `_total`, and a measure with its unit. A help text may be empty. Labels are pairs of a name and a value; one with an
/// empty value is the same as none.
pub struct Families {
    /// The name of the collector.
    #[cfg_attr(not(feature = "dynamic"), expect(dead_code, reason = "only a collector of ours asks for it"))]
    collector: Arc<str>,
    found: BTreeMap<String, Found>,
    /// How many more lines there may be.
    room: usize,
    mistakes: Mistakes,
}

/// A family of single numbers: a counter, a gauge, or one of unknown type.
pub struct SampleFamily<'f>(Target<'f>);

/// A family of histograms.
pub struct HistogramFamily<'f>(Target<'f>);

/// A family of summaries.
pub struct SummaryFamily<'f>(Target<'f>);

/// Where series go.
struct Target<'f> {
    /// Nothing if the family was left out.
    found: Option<&'f mut Found>,
    room: &'f mut usize,
    mistakes: &'f mut Mistakes,
}

impl Families {
    pub(super) fn new(collector: Arc<str>, max_series: usize) -> Self {
        Self { collector, found: BTreeMap::new(), room: max_series, mistakes: Mistakes::default() }
    }

    /// The name that the collector was attached with.
    #[cfg(feature = "dynamic")]
    pub(crate) fn collector(&self) -> Arc<str> {
        Arc::clone(&self.collector)
    }

    /// Sums that only grow. A negative one is left out, and so is one that is not a number.
    pub fn counter(&mut self, name: &str, help: &str) -> SampleFamily<'_> {
        SampleFamily(self.family(name, help, MetricType::Counter))
    }

    /// Values that go up and down.
    pub fn gauge(&mut self, name: &str, help: &str) -> SampleFamily<'_> {
        SampleFamily(self.family(name, help, MetricType::Gauge))
    }

    /// Numbers of which nobody knows what they are: `untyped` in the text format 0.0.4.
    pub fn unknown(&mut self, name: &str, help: &str) -> SampleFamily<'_> {
        SampleFamily(self.family(name, help, MetricType::Unknown))
    }

    /// Observations, counted in buckets.
    pub fn histogram(&mut self, name: &str, help: &str) -> HistogramFamily<'_> {
        HistogramFamily(self.family(name, help, MetricType::Histogram))
    }

    /// Quantiles that somebody else has computed. They can't be added up over several processes; where there is a choice,
    /// a histogram is the better one.
    pub fn summary(&mut self, name: &str, help: &str) -> SummaryFamily<'_> {
        SummaryFamily(self.family(name, help, MetricType::Summary))
    }

    /// Labels that say what something is; their number is always 1. The name should end with `_info`.
    pub fn info(&mut self, name: &str, help: &str, labels: &[(&str, &str)]) {
        self.family(name, help, MetricType::Info).sample(labels, 1_u8.into());
    }

    fn family(&mut self, name: &str, help: &str, metric_type: MetricType) -> Target<'_> {
        let Self { found, room, mistakes, .. } = self;
        Target { found: find(found, name, help, metric_type, mistakes), room, mistakes }
    }

    /// Takes note of a series that can't be added at all.
    #[cfg(feature = "prometheus")]
    pub(crate) fn refuse(&mut self, family: &str, detail: impl FnOnce() -> String) {
        self.mistakes.add(family, Cause::Invalid, detail);
    }

    /// What was described, and what was left out.
    pub(super) fn into_parts(self) -> (BTreeMap<String, Found>, Mistakes) {
        (self.found, self.mistakes)
    }
}

/// The family of this name, which is new or has this type.
fn find<'f>(
    found: &'f mut BTreeMap<String, Found>,
    name: &str,
    help: &str,
    metric_type: MetricType,
    mistakes: &mut Mistakes,
) -> Option<&'f mut Found> {
    if !name::is_metric(name) {
        mistakes.add(name, Cause::Invalid, || {
            "no metric can have this name: write letters, digits, `_` and `:`, starting with a letter".to_owned()
        });
        return None;
    }
    if found.get(name).is_none() {
        let metadata =
            Metadata { name: Cow::Owned(name.to_owned()), metric_type, unit: None, help: Cow::Owned(help.to_owned()) };
        found.insert(name.to_owned(), Found::new(metadata));
    }
    let family = found.get_mut(name)?;
    let first = family.metadata.metric_type;
    if first != metric_type {
        mistakes.add(name, Cause::Conflict, || {
            format!("it is a {} and a {}: give one of them another name", first.word(), metric_type.word())
        });
        return None;
    }
    Some(family)
}

impl SampleFamily<'_> {
    /// The unit, such as `seconds`. It is only shown if the name ends with it.
    pub fn unit(&mut self, unit: &str) -> &mut Self {
        self.0.unit(unit);
        self
    }

    /// Adds a series.
    pub fn series(&mut self, labels: &[(&str, &str)], value: impl Into<SampleValue>) -> &mut Self {
        self.0.sample(labels, value.into());
        self
    }
}

impl HistogramFamily<'_> {
    /// The unit, such as `seconds`. It is only shown if the name ends with it.
    pub fn unit(&mut self, unit: &str) -> &mut Self {
        self.0.unit(unit);
        self
    }

    /// Adds a series. `buckets` are upper bounds in ascending order, each with how many values are not above it, so that
    /// the numbers never fall. `+Inf` may be left out: all of `count` are in it.
    pub fn series(&mut self, labels: &[(&str, &str)], buckets: &[(f64, u64)], count: u64, sum: f64) -> &mut Self {
        self.0.add(labels, || histogram(buckets, count, sum));
        self
    }
}

impl SummaryFamily<'_> {
    /// The unit, such as `seconds`. It is only shown if the name ends with it.
    pub fn unit(&mut self, unit: &str) -> &mut Self {
        self.0.unit(unit);
        self
    }

    /// Adds a series. `quantiles` are numbers from 0 to 1 in ascending order, each with its value.
    pub fn series(&mut self, labels: &[(&str, &str)], quantiles: &[(f64, f64)], count: u64, sum: f64) -> &mut Self {
        self.0.add(labels, || summary(quantiles, count, sum));
        self
    }
}

impl Target<'_> {
    fn unit(&mut self, unit: &str) {
        let Some(metadata) = self.found.as_mut().map(|found| &mut found.metadata) else { return };
        let measured = metadata.name.strip_suffix("_total").unwrap_or(&metadata.name);
        if measured.strip_suffix(unit).is_some_and(|rest| rest.ends_with('_')) {
            metadata.unit = Some(Cow::Owned(unit.to_owned()));
        }
    }

    fn sample(&mut self, labels: &[(&str, &str)], value: SampleValue) {
        let is_counter = self.found.as_ref().is_some_and(|found| found.metadata.metric_type == MetricType::Counter);
        self.add(labels, || {
            if is_counter && !value.is_sum() {
                return Err(format!("a counter can't be {value:?}: use a gauge for what may fall"));
            }
            Ok(Point { number: value.number(), numbers: vec![value.into_bits()], bounds: None })
        });
    }

    /// Adds a series, unless there is something wrong with it.
    fn add(&mut self, labels: &[(&str, &str)], point: impl FnOnce() -> Result<Point, String>) {
        let Some(found) = &mut self.found else { return };
        let name = &*found.metadata.name;
        let checked = found::labels(found.metadata.metric_type, labels).and_then(|labels| Ok((labels, point()?)));
        let (labels, point) = match checked {
            Ok(checked) => checked,
            Err(detail) => return self.mistakes.add(name, Cause::Invalid, || detail),
        };
        let lines = point.bounds.as_ref().map_or(1, |bounds| bounds.values().len() + 3);
        match found.series.entry(labels) {
            Entry::Occupied(series) => self.mistakes.add(name, Cause::Conflict, || {
                format!(
                    "two of its series have the labels {{{}}}: only the first one is exposed",
                    shortened(series.key())
                )
            }),
            Entry::Vacant(_) if lines > *self.room => self.mistakes.add(name, Cause::Overflow, || {
                "the collector has more series than its `max_series`: let it say less, or allow more".to_owned()
            }),
            Entry::Vacant(place) => {
                *self.room -= lines;
                place.insert(point);
            }
        }
    }
}

fn histogram(buckets: &[(f64, u64)], count: u64, sum: f64) -> Result<Point, String> {
    let (bounds, below): (Vec<f64>, Vec<u64>) =
        buckets.iter().copied().filter(|(bound, _)| *bound != f64::INFINITY).unzip();
    ascending("bounds", &bounds)?;
    if buckets.iter().any(|&(bound, below)| bound == f64::INFINITY && below != count) {
        return Err(format!("the bucket to +Inf does not hold all of the {count} values"));
    }
    let mut numbers = vec![count, sum.to_bits()];
    let mut before = 0;
    for below in below.into_iter().chain([count]) {
        let bucket = below.checked_sub(before);
        numbers.push(bucket.ok_or("a bucket holds fewer values than the one below it: each counts those, too")?);
        before = below;
    }
    Ok(Point { number: Number::F64, numbers, bounds: Some(Arc::new(Bounds::new(MetricType::Histogram, &bounds))) })
}

fn summary(quantiles: &[(f64, f64)], count: u64, sum: f64) -> Result<Point, String> {
    let (quantiles, values): (Vec<f64>, Vec<f64>) = quantiles.iter().copied().unzip();
    ascending("quantiles", &quantiles)?;
    if quantiles.iter().any(|quantile| !(0.0..=1.0).contains(quantile)) {
        return Err("a quantile is a number from 0 to 1".to_owned());
    }
    let numbers = [count, sum.to_bits()].into_iter().chain(values.into_iter().map(f64::to_bits)).collect();
    Ok(Point { number: Number::F64, numbers, bounds: Some(Arc::new(Bounds::new(MetricType::Summary, &quantiles))) })
}

fn ascending(what: &str, values: &[f64]) -> Result<(), String> {
    let is_ascending = values.is_sorted_by(|left, right| left < right) && !values.iter().any(|value| value.is_nan());
    if is_ascending { Ok(()) } else { Err(format!("the {what} are not in ascending order, each once")) }
}
