//! `cardinality/process-over-budget`: what one target can cost Prometheus.

use lowcard_schema::Rule;

use super::sum::Sum;
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::CardinalityProcessOverBudget, needs: Needs::Catalog, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(catalog) = &subject.catalog else { return };
    let policy = &*subject.policy;
    for process in &catalog.processes {
        let whole = format!("process `{}`", process.name);
        let sum = Sum::of(catalog.of(process));
        sum.hold(Rule::CardinalityProcessOverBudget, policy, policy.budget.process, &whole, found);
    }
}
