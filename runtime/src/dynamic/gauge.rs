//! Values that go up and down, of series that are met at run time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::buckets::Buckets;
use super::family::{Family, Instrument, Member, Said};
use super::rows::Rows;
use crate::collector::Families;
use crate::storage::{Layout, Value};

/// One series of a gauge. A clone is the same series.
///
/// It leads nowhere if the gauge was refused.
#[derive(Clone, Debug)]
pub struct Gauge {
    pub(super) level: Option<Arc<Level>>,
}

impl Gauge {
    /// Replaces the value.
    pub fn set(&self, value: f64) {
        if let Some(level) = &self.level {
            level.set(value);
        }
    }

    /// Adds to the value.
    pub fn add(&self, amount: f64) {
        if let Some(level) = &self.level {
            level.add(amount);
        }
    }

    /// Takes away from the value.
    pub fn sub(&self, amount: f64) {
        self.add(-amount);
    }

    /// The value.
    pub fn get(&self) -> f64 {
        self.level.as_ref().map_or(0.0, |level| level.get())
    }
}

/// What a gauge's series holds: one number that all threads share, as `set` needs one truth.
#[derive(Debug, Default)]
pub(crate) struct Level(AtomicU64);

impl Level {
    pub(crate) fn set(&self, value: f64) {
        self.0.store(value.into_bits(), Ordering::Relaxed);
    }

    pub(crate) fn add(&self, amount: f64) {
        amount.add_to(&self.0);
    }

    fn get(&self) -> f64 {
        f64::from_bits(self.0.load(Ordering::Relaxed))
    }
}

impl Instrument for Level {
    const KIND: lowcard_schema::Kind = lowcard_schema::Kind::Gauge;

    /// Its rows are never taken.
    fn layout(_buckets: &Buckets) -> Layout {
        Layout::Fractions
    }

    fn new(_rows: &Mutex<Rows>, _buckets: &Buckets) -> Self {
        Self::default()
    }

    fn family(member: &Member) -> Option<&Family<Self>> {
        if let Member::Gauge(family) = member { Some(family) } else { None }
    }

    fn member(family: Family<Self>) -> Member {
        Member::Gauge(family)
    }

    fn collect(family: &Family<Self>, families: &mut Families, said: &Said) {
        let mut samples = families.gauge(family.name(), &said.help);
        samples.unit(&said.unit);
        for (labels, level) in family.series() {
            samples.series(&labels, level.get());
        }
    }
}
