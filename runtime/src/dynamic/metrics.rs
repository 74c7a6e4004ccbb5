//! The store.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::buckets::Buckets;
use super::context::Context;
use super::counter::Counter;
use super::family::{Family, Found, Instrument, Member, Said};
use super::gauge::Gauge;
use super::histogram::Histogram;
use super::table::Table;
use super::{Policy, Refusal, RefusalCause as Cause, name};
use crate::collector::{Collector, Families};
use crate::switch;

/// How much of a help text is kept, in characters.
const HELP: usize = 1_000;

/// Metrics whose names and labels are only met at run time, held to a [`Policy`]. A clone is the same store.
///
/// It is a [`Collector`]: [`Registry::attach`](crate::Registry::attach) exposes it.
#[derive(Clone)]
pub struct Metrics {
    store: Arc<Store>,
}

struct Store {
    context: Context,
    /// By their names as they came.
    families: Table<Box<str>, Member>,
    /// The names that families and their samples take up, as they are exposed.
    claimed: Table<Box<str>, ()>,
    /// Held by whoever adds a family.
    admitting: Mutex<()>,
    /// By names as they came, whether there is such a family or not.
    said: Mutex<BTreeMap<Box<str>, Said>>,
}

impl Metrics {
    /// A store without metrics.
    pub fn new(policy: Policy) -> Self {
        let families = Table::new(policy.families());
        Self {
            store: Arc::new(Store {
                context: Context::new(policy),
                families,
                claimed: Table::new(usize::MAX),
                admitting: Mutex::new(()),
                said: Mutex::default(),
            }),
        }
    }

    /// The series of a counter of whole numbers, which is exposed from now on.
    ///
    /// What is new is added under a lock. What is known is found without one, and without an allocation if the names
    /// are exposed as they are written. The handle is faster still, so keep it where the labels stay the same.
    pub fn counter(&self, name: &str, labels: &[(&str, &str)]) -> Counter {
        Counter { sum: self.series(name, labels) }
    }

    /// The same for a counter of fractions. A name is either one or the other.
    pub fn float_counter(&self, name: &str, labels: &[(&str, &str)]) -> Counter<f64> {
        Counter { sum: self.series(name, labels) }
    }

    /// The series of a gauge; see [`counter`](Self::counter).
    pub fn gauge(&self, name: &str, labels: &[(&str, &str)]) -> Gauge {
        Gauge { level: self.series(name, labels) }
    }

    /// The series of a histogram; see [`counter`](Self::counter).
    pub fn histogram(&self, name: &str, labels: &[(&str, &str)]) -> Histogram {
        Histogram { distribution: self.series(name, labels) }
    }

    /// Says what a metric is, before or after it is first used; the last word holds. The unit, such as `seconds`, is only
    /// shown if the exposed name ends with it. Of the help, 1,000 characters are kept.
    pub fn describe(&self, name: &str, unit: Option<&str>, help: &str) {
        let short = |text: &str| text.chars().take(HELP).collect();
        self.store.say(name, |said| (said.unit, said.help) = (short(unit.unwrap_or_default()), short(help)));
    }

    /// Says which upper bounds the buckets of a histogram should have, unless a rule of the policy is about it; see
    /// [`Policy::buckets`]. What is said after the histogram is first used is not heard.
    pub fn suggest_buckets(&self, name: &str, bounds: &[f64]) {
        self.store.say(name, |said| said.buckets = Some(Buckets::new(bounds)));
    }

    /// What the policy did not let through as it came: each cause once for each label or metric, and no more than 32. All
    /// of it is counted in `lowcard_dynamic_refused_total`, by `collector` and `cause`.
    pub fn refusals(&self) -> Vec<Refusal> {
        self.store.context.refusals.kept().cloned().collect()
    }

    /// How many label sets there may be in all.
    #[cfg(feature = "metrics")]
    pub(crate) fn max_label_sets(&self) -> usize {
        self.store.context.policy.max_label_sets()
    }

    /// The hash of a name, for [`find_hashed`](Self::find_hashed).
    pub(crate) fn hash(&self, name: &str) -> u64 {
        self.store.context.hash(name)
    }

    fn series<T: Instrument>(&self, name: &str, labels: &[(&str, &str)]) -> Option<Arc<T>> {
        self.find(name, labels.iter().copied()).map(|found| Arc::clone(found.series))
    }

    /// The series of these labels, if a family of this type may have the name, and metrics are on.
    pub(crate) fn find<'l, T: Instrument>(
        &self,
        name: &str,
        labels: impl Iterator<Item = (&'l str, &'l str)>,
    ) -> Option<Found<'_, T>> {
        if switch::is_off() { None } else { self.find_hashed(name, self.hash(name), labels) }
    }

    /// The same for who knows the [hash](Self::hash) of the name.
    pub(crate) fn find_hashed<'l, T: Instrument>(
        &self,
        name: &str,
        hash: u64,
        labels: impl Iterator<Item = (&'l str, &'l str)>,
    ) -> Option<Found<'_, T>> {
        if switch::is_off() {
            return None;
        }
        let store = &*self.store;
        let found = store.member::<T>(name, hash).and_then(|member| T::family(member).ok_or(Cause::Conflict));
        match found {
            Ok(family) => Some(family.find(labels, &store.context)),
            Err(cause) => {
                store.context.refuse(cause, name, "");
                None
            }
        }
    }
}

impl Store {
    /// The family that came with this name first.
    fn member<T: Instrument>(&self, raw: &str, hash: u64) -> Result<&Member, Cause> {
        if let Some(member) = self.families.find(hash, |known| **known == *raw) {
            return Ok(member);
        }
        let name = name::metric(raw)?;
        if !self.context.policy.allows_metric(&name) {
            return Err(Cause::MetricDenied);
        }
        // Asked for without the lock at first: who is refused comes again and again.
        let claims = lowcard_schema::claimed_names(T::KIND, &name);
        let has_room = self.room_for(&claims);
        let _admitting = has_room.is_ok().then(|| self.admitting.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(member) = self.families.find(hash, |known| **known == *raw) {
            return Ok(member); // another thread was faster, and may be what is in the way
        }
        has_room?;
        self.room_for(&claims)?;
        let suggested = self.said().get(raw).and_then(|said| said.buckets.clone());
        let make = || (raw.into(), T::member(Family::new(name.into_owned(), &self.context, suggested)));
        let member = self.families.find_or_add(hash, |_| false, make).ok_or(Cause::MaxFamilies)?;
        // After the family, so that who finds its names claimed finds the family, too.
        for claim in claims {
            self.claimed.find_or_add(self.context.hash(&*claim), |_| false, || (claim.into(), ()));
        }
        Ok(member)
    }

    /// Changes what was said of a metric, as long as there is room to remember it.
    fn say(&self, name: &str, change: impl FnOnce(&mut Said)) {
        let mut said = self.said();
        if said.contains_key(name) || said.len() < self.context.policy.families() && name::metric(name).is_ok() {
            change(said.entry(name.into()).or_default());
        }
    }

    fn said(&self) -> MutexGuard<'_, BTreeMap<Box<str>, Said>> {
        // A poisoned lock guards what was said before.
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn room_for(&self, claims: &[String]) -> Result<(), Cause> {
        let is_claimed = |claim: &str| self.claimed.find(self.context.hash(claim), |known| **known == *claim).is_some();
        match () {
            () if claims.iter().any(|claim| is_claimed(claim)) => Err(Cause::Conflict),
            () if self.families.is_full() => Err(Cause::MaxFamilies),
            () => Ok(()),
        }
    }
}

impl Collector for Metrics {
    fn collect(&self, families: &mut Families) {
        let said = self.store.said().clone();
        for (raw, member) in self.store.families.iter() {
            member.collect(families, said.get(raw).unwrap_or(&Said::default()));
        }
        self.store.context.refusals.collect(families);
    }

    /// As many as the policy allows.
    fn max_series(&self) -> usize {
        self.store.context.policy.max_lines()
    }
}

/// The names of the families, as they came.
impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")?;
        f.debug_set().entries(self.store.families.iter().map(|(raw, _)| raw)).finish()
    }
}
