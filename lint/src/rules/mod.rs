//! The rules that `cargo lowcard` decides, one file each, and what runs them.
//!
//! A rule reads a [`Subject`] and reports [`Finding`]s; it does no I/O. What it is about, how severe it is and whether it
//! may be relaxed is in [`lowcard_schema::Rule`], which the policy's reader and the macros share.

mod breaking;
mod cardinality;
mod changes;
mod definition;
mod deprecated;
mod exception;
mod findings;
mod label;
mod lock;
mod metric;
mod scrape;
mod stability;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a fixture that can't be read fails its test")]
mod tests;
mod window;

pub(crate) use findings::Findings;

use lowcard_schema::Rule;

use crate::finding::Finding;
use crate::subject::Subject;

/// A rule, and the function that looks for what breaks it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lint {
    /// Its id, level and summary.
    pub(crate) rule: Rule,
    /// What the rule can't be decided without.
    pub(crate) needs: Needs,
    /// Reports everything that breaks it.
    pub(crate) check: for<'s> fn(&'s Subject, &mut Findings<'s>),
}

/// The stage that has to have run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The policy alone.
    Policy,
    /// The catalog.
    Catalog,
    /// The catalog and the committed lock.
    Lock,
    /// The catalog and the lock of before.
    Before,
    /// The source.
    Source,
    /// What a running program exposes.
    Scrape,
}

/// Every rule, in the order in which they run and are listed. The last one asks which exceptions the others needed.
pub(crate) const LINTS: &[Lint] = &[
    metric::duplicate::LINT,
    metric::conflict::LINT,
    metric::inconsistent::LINT,
    metric::undeclared::LINT,
    metric::unused::LINT,
    label::dynamic_value::LINT,
    cardinality::crate_over_budget::LINT,
    cardinality::process_over_budget::LINT,
    cardinality::budget_raised::LINT,
    stability::downgraded::LINT,
    deprecated::target_missing::LINT,
    deprecated::overdue::LINT,
    lock::missing::LINT,
    lock::stale::LINT,
    breaking::metric_removed::LINT,
    breaking::metric_renamed::LINT,
    breaking::type_changed::LINT,
    breaking::unit_changed::LINT,
    breaking::label_removed::LINT,
    breaking::label_renamed::LINT,
    breaking::label_added::LINT,
    breaking::value_removed::LINT,
    breaking::bucket_removed::LINT,
    breaking::bucket_added::LINT,
    scrape::undeclared::LINT,
    scrape::mismatch::LINT,
    cardinality::overflowed::LINT,
    exception::expired::LINT,
    exception::unused::LINT,
];

/// Runs every rule whose stage has run, after those on definitions that the compiler did not judge.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut found = Findings::new(subject);
    definition::check(subject, &mut found);
    for lint in LINTS.iter().filter(|lint| lint.needs.met_by(subject)) {
        (lint.check)(subject, &mut found);
    }
    found.into_sorted()
}

/// Runs the rules of one stage alone.
pub fn check_stage(subject: &Subject, stage: Needs) -> Vec<Finding> {
    let mut found = Findings::new(subject);
    for lint in LINTS.iter().filter(|lint| lint.needs == stage && stage.met_by(subject)) {
        (lint.check)(subject, &mut found);
    }
    found.into_sorted()
}

impl Needs {
    /// Whether the stage has run.
    fn met_by(self, subject: &Subject) -> bool {
        match self {
            Self::Policy => true,
            Self::Catalog => subject.catalog.is_some(),
            Self::Lock => subject.catalog.is_some() && subject.lock.is_some(),
            Self::Before => subject.catalog.is_some() && subject.before.is_some(),
            Self::Source => subject.source.is_some(),
            Self::Scrape => subject.scrape.is_some(),
        }
    }
}
