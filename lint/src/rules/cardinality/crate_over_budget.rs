//! `cardinality/crate-over-budget`: what a package can cost Prometheus, wherever it is linked into.

use std::collections::BTreeMap;

use lowcard_schema::Rule;
use lowcard_schema::record::Record;

use super::sum::Sum;
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::CardinalityCrateOverBudget, needs: Needs::Catalog, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(catalog) = &subject.catalog else { return };
    let mut packages: BTreeMap<(&str, &str), Vec<&Record>> = BTreeMap::new();
    for metric in &catalog.metrics {
        packages.entry((&metric.site.package, &metric.site.version)).or_default().push(metric);
    }
    for ((package, _), metrics) in packages {
        let policy = subject.policy_of(package);
        let whole = format!("crate `{package}`");
        Sum::of(metrics).hold(Rule::CardinalityCrateOverBudget, policy, policy.budget.krate, &whole, found);
    }
}
