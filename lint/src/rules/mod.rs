//! The rules that `cargo lowcard` decides, one file each, and what runs them.
//!
//! A rule reads a [`Subject`] and reports [`Finding`]s; it does no I/O. What it is about, how severe it is and whether it
//! may be relaxed is in [`lowcard_schema::Rule`], which the policy's reader and the macros share.

mod exception;
mod findings;
mod label;
mod metric;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a fixture that can't be read fails its test")]
mod tests;

pub use findings::{Findings, Reported};

use lowcard_schema::Rule;

use crate::finding::Finding;
use crate::subject::Subject;

/// A rule, and the function that looks for what breaks it.
#[derive(Clone, Copy, Debug)]
pub struct Lint {
    /// Its id, level and summary.
    pub rule: Rule,
    /// What the rule can't be decided without.
    pub needs: Needs,
    /// Reports everything that breaks it.
    pub check: for<'s> fn(&'s Subject, &mut Findings<'s>),
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
}

/// Every rule, in the order in which they run and are listed.
pub const LINTS: &[Lint] = &[
    metric::duplicate::LINT,
    metric::undeclared::LINT,
    metric::unused::LINT,
    label::dynamic_value::LINT,
    exception::expired::LINT,
];

/// Runs every rule whose stage has run.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut found = Findings::new(subject);
    for lint in LINTS.iter().filter(|lint| lint.needs.met_by(subject)) {
        (lint.check)(subject, &mut found);
    }
    found.into_sorted()
}

impl Needs {
    /// Whether the stage has run.
    pub fn met_by(self, subject: &Subject) -> bool {
        match self {
            Self::Policy => true,
            Self::Catalog => subject.catalog.is_some(),
            Self::Lock => subject.catalog.is_some() && subject.lock.is_some(),
            Self::Before => subject.catalog.is_some() && subject.before.is_some(),
            Self::Source => subject.source.is_some(),
        }
    }
}
