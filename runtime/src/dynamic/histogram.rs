//! Observations of series that are met at run time, counted in buckets.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::buckets::Buckets;
use super::family::{Family, Instrument, Member, Said, next};
use super::rows::{Row, Rows};
use crate::collector::Families;
use crate::metric::HistogramSnapshot;
use crate::storage::{BUCKETS, Layout, SUM};

/// One series of a histogram. A clone is the same series.
///
/// Its buckets are those that the [`Policy`](super::Policy) has for its name, and its memory is the same whatever is
/// observed. It leads nowhere if the histogram was refused.
#[derive(Clone, Debug)]
pub struct Histogram {
    pub(super) distribution: Option<Arc<Distribution>>,
}

impl Histogram {
    /// Counts `value` in its bucket, and adds it to the sum. What is not a number is ignored.
    #[inline]
    pub fn observe(&self, value: f64) {
        if let Some(distribution) = &self.distribution {
            distribution.observe(value);
        }
    }

    /// Observes the same value so many times, which takes no longer than once.
    pub fn observe_many(&self, value: f64, times: u64) {
        if let Some(distribution) = &self.distribution {
            distribution.observe_many(value, times);
        }
    }

    /// Observes a duration, in seconds.
    pub fn observe_duration(&self, duration: Duration) {
        self.observe(duration.as_secs_f64());
    }

    /// What has been observed so far.
    pub fn get(&self) -> HistogramSnapshot {
        let (count, sum) = self.distribution.as_ref().map_or((0, 0.0), |all| all.row.histogram().count_and_sum());
        HistogramSnapshot { count, sum }
    }
}

/// What a histogram's series holds.
pub(crate) struct Distribution {
    row: Row,
    buckets: Buckets,
}

impl Distribution {
    #[inline]
    pub(crate) fn observe(&self, value: f64) {
        if let Some(bucket) = self.buckets.find(value) {
            self.row.histogram().observe(bucket, value);
        }
    }

    pub(crate) fn observe_many(&self, value: f64, times: u64) {
        if let Some(bucket) = self.buckets.find(value).filter(|_| times > 0) {
            self.row.histogram().observe_many(bucket, value, times);
        }
    }

    /// The buckets as an exposition has them, how many values there are, and their sum.
    fn read(&self) -> (Vec<(f64, u64)>, u64, f64) {
        let cells = self.row.histogram().cells();
        let sum = cells.get(SUM as usize).copied().map_or(0.0, f64::from_bits);
        let mut count = 0_u64;
        let below = cells.iter().skip(BUCKETS as usize).map(|bucket| {
            count = count.wrapping_add(*bucket);
            count
        });
        let buckets = self.buckets.bounds().iter().copied().chain([f64::INFINITY]).zip(below).collect();
        (buckets, count, sum)
    }
}

impl fmt::Debug for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Distribution")
    }
}

impl Instrument for Distribution {
    const KIND: lowcard_schema::Kind = lowcard_schema::Kind::Histogram;

    fn layout(buckets: &Buckets) -> Layout {
        Layout::histogram(buckets.bounds().len())
    }

    fn new(rows: &Mutex<Rows>, buckets: &Buckets) -> Self {
        Self { row: next(rows), buckets: buckets.clone() }
    }

    fn family(member: &Member) -> Option<&Family<Self>> {
        if let Member::Histogram(family) = member { Some(family) } else { None }
    }

    fn member(family: Family<Self>) -> Member {
        Member::Histogram(family)
    }

    fn collect(family: &Family<Self>, families: &mut Families, said: &Said) {
        let mut histograms = families.histogram(family.name(), &said.help);
        histograms.unit(&said.unit);
        for (labels, distribution) in family.series() {
            let (buckets, count, sum) = distribution.read();
            histograms.series(&labels, &buckets, count, sum);
        }
    }
}
