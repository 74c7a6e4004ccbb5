//! The exposition that a subject must have, kept by hand.

use std::collections::BTreeMap;

use crate::exposition::{Exposition, key};
use crate::messages::native_key;
use crate::subject::Tells;
use crate::workload::BOUNDS;

/// Samples by name and labels.
#[derive(Debug, Default)]
pub struct Tally {
    samples: BTreeMap<String, f64>,
}

impl Tally {
    /// Adds to a counter.
    pub fn count(&mut self, name: &str, labels: &[(&str, &str)], amount: u64) {
        self.add(key(name, labels), amount as f64);
    }

    /// Sets a gauge.
    pub fn set(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        self.samples.insert(key(name, labels), value);
    }

    /// Observes a value this often.
    pub fn observe(&mut self, name: &str, labels: &[(&str, &str)], value: f64, times: u64) {
        self.observe_within(&BOUNDS, name, labels, value, times);
    }

    /// The same in a histogram with other bounds.
    pub fn observe_within(&mut self, bounds: &[f64], name: &str, labels: &[(&str, &str)], value: f64, times: u64) {
        for bound in bounds.iter().copied().chain([f64::INFINITY]).filter(|bound| value <= *bound) {
            let le = bound.to_string();
            let labels: Vec<_> = labels.iter().copied().chain([("le", le.as_str())]).collect();
            self.add(key(&format!("{name}_bucket"), &labels), times as f64);
        }
        self.add(key(&format!("{name}_sum"), labels), value * times as f64);
        self.add(key(&format!("{name}_count"), labels), times as f64);
    }

    /// Observes a value above 0 this often in a native histogram of this schema without classic buckets.
    pub fn observe_native(&mut self, name: &str, labels: &[(&str, &str)], schema: i32, value: f64, times: u64) {
        #[expect(clippy::cast_possible_truncation, reason = "a bucket's index is small")]
        let index = (value.log2() * f64::from(schema).exp2()).ceil() as i64;
        self.add(native_key(name, labels, schema.into(), index), times as f64);
        self.add(key(&format!("{name}_sum"), labels), value * times as f64);
        self.add(key(&format!("{name}_count"), labels), times as f64);
    }

    fn add(&mut self, key: String, amount: f64) {
        *self.samples.entry(key).or_default() += amount;
    }

    /// Takes in another tally, this often.
    pub fn include(&mut self, other: &Self, times: u64) {
        other.samples.iter().for_each(|(key, amount)| self.add(key.clone(), amount * times as f64));
    }

    /// How many samples there must be.
    pub fn samples(&self) -> usize {
        self.samples.len()
    }

    /// Says what is wrong with an exposition. Families that aren't in the tally are not looked at, and a series that is
    /// not in it may be exposed at 0.
    pub fn check(&self, exposition: &Exposition, tells: Tells) -> Result<(), String> {
        match tells {
            Tells::Nothing => exposition.iter().next().map_or(Ok(()), |(key, _)| Err(format!("{key} is exposed"))),
            Tells::Total => equal("the total", exposition.total(), self.samples.values().sum()),
            Tells::AllButSums => self.each(exposition, |key| !key.contains("_sum{")),
            Tells::Everything => self.each(exposition, |_| true),
        }
    }

    fn each(&self, exposition: &Exposition, told: impl Fn(&str) -> bool) -> Result<(), String> {
        for (key, expected) in self.samples.iter().filter(|(key, _)| told(key)) {
            equal(key, exposition.get(key).unwrap_or(0.0), *expected)?;
        }
        let invented = exposition.iter().find(|(key, value)| {
            *value != 0.0 && told(key) && !self.samples.contains_key(*key) && self.has_family_of(key)
        });
        invented.map_or(Ok(()), |(key, value)| Err(format!("{key} is {value}, and should not be")))
    }

    fn has_family_of(&self, key: &str) -> bool {
        let name = key.split('{').next().unwrap_or_default();
        self.samples.range(format!("{name}{{")..).next().is_some_and(|(other, _)| other.split('{').next() == Some(name))
    }
}

/// Sums of floats depend on their order, by less than this part.
const TOLERANCE: f64 = 1e-7;

fn equal(what: &str, found: f64, expected: f64) -> Result<(), String> {
    let close = (found - expected).abs() <= expected.abs() * TOLERANCE;
    let same = if what.contains("_sum{") { close } else { found.to_bits() == expected.to_bits() };
    if same { Ok(()) } else { Err(format!("{what} is {found} instead of {expected}")) }
}
