//! What became of the metrics since the lock of before, and how severe it is by what each promised.

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a page that can't be read fails its test")]
mod tests;

use std::collections::BTreeMap;

use lowcard_schema::policy::Policy;
use lowcard_schema::record::{DeprecationRecord, Record};
use lowcard_schema::{Level, Rule, Stability};

use super::findings::Reported;
use super::{Findings, window};
use crate::lock::{self, Change, Entry, Lock};
use crate::subject::{Subject, place};

/// The changes, and the metrics as they are now.
pub(super) struct Changes<'s> {
    subject: &'s Subject,
    now: BTreeMap<String, &'s Record>,
    /// Every change, by the metric's key.
    pub(super) all: Vec<Change>,
}

/// A way to break what others rely on.
pub(super) struct Breakage {
    pub(super) rule: Rule,
    pub(super) severity: Severity,
    /// What it leads to; stands after a colon.
    pub(super) why: &'static str,
}

/// How severe a change is for a metric that promises this much. What is allowed is a note of `diff`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Severity {
    pub(super) stable: Level,
    pub(super) beta: Level,
    pub(super) alpha: Level,
}

impl Severity {
    /// What everybody may do.
    pub(super) const NOTE: Self = Self::all(Level::Allow);

    /// What makes a query wrong or empty: whoever relies on a metric is told before, unless it is alpha.
    pub(super) const BREAKING: Self = Self { stable: Level::Deny, beta: Level::Deny, alpha: Level::Allow };

    /// The same for whatever was promised.
    pub(super) const fn all(level: Level) -> Self {
        Self { stable: level, beta: level, alpha: level }
    }

    fn of(self, stability: Stability) -> Level {
        match stability {
            Stability::Stable => self.stable,
            Stability::Beta => self.beta,
            Stability::Alpha => self.alpha,
        }
    }
}

impl<'s> Changes<'s> {
    /// Compares the catalog with the lock of before. Without one of them, nothing has changed. Rules get it from their
    /// [`Findings`], so that a dozen of them compare once.
    pub(super) fn of(subject: &'s Subject) -> Self {
        let (Some(catalog), Some(before)) = (&subject.catalog, &subject.before) else {
            return Self { subject, now: BTreeMap::new(), all: Vec::new() };
        };
        let now = lock::keyed(catalog);
        let entries = now.iter().map(|(key, record)| (key.clone(), Entry::from(*record))).collect();
        Self { subject, all: lock::compare(before, &Lock { entries }), now }
    }

    /// Reports a change in its own words and why it matters, at the metric. What was promised before is what counts.
    pub(super) fn report<'f>(&self, found: &'f mut Findings<'s>, change: &Change, breakage: &Breakage) -> Reported<'f> {
        let &Breakage { rule, severity, why } = breakage;
        let level = severity.of(change.stability.unwrap_or(self.policy(change).promises.unstated));
        let name = lock::name_of(&change.key);
        let about = match self.package(change) {
            Some(package) => found.about_metric(rule, name, package),
            None => found.about_policy(rule, &self.subject.policy).metric(name),
        };
        let mut reported = about.label(change.label()).level(level).report(format!("{change}: {why}"));
        if let Some(record) = self.record(change) {
            reported.at(place(&record.site));
        }
        reported
    }

    /// Whether a metric may go, as it has said so for long enough. How long that is depends on the version of the package
    /// that has the replacement; if that is unknown, on the lowest version of the workspace's packages.
    pub(super) fn was_announced(&self, change: &Change, deprecated: Option<&DeprecationRecord>) -> bool {
        let Some(DeprecationRecord { since: Some(since), replaced_by }) = deprecated else { return false };
        let window = self.policy(change).promises.deprecation_window.most;
        let replacement = replaced_by.as_ref().and_then(|name| self.now.get(name)).copied();
        let is_own = |record: &&Record| self.subject.is_own(record);
        let records: Vec<&Record> = match replacement {
            Some(record) => vec![record],
            None => self.now.values().copied().filter(is_own).collect(),
        };
        !records.is_empty() && records.iter().all(|record| window::is_over(since, &record.site.version, window))
    }

    fn record(&self, change: &Change) -> Option<&'s Record> {
        change.now.as_ref().and_then(|key| self.now.get(key)).copied()
    }

    /// The package that declares the metric, if it still does or the key names it.
    fn package<'c>(&'c self, change: &'c Change) -> Option<&'c str> {
        self.record(change).map(|record| record.site.package.as_str()).or_else(|| lock::package_of(&change.key))
    }

    /// The policy that holds for the metric.
    pub(super) fn policy(&self, change: &Change) -> &'s Policy {
        self.package(change).map_or(&*self.subject.policy, |package| self.subject.policy_of(package))
    }
}
