//! `breaking/metric-removed`: a query for a metric that is gone finds nothing, and an alert on it never fires again.
//! One that was deprecated for long enough may go.

use lowcard_schema::Rule;

use crate::lock::What;
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage =
    Breakage { rule: Rule::BreakingMetricRemoved, severity: Severity::BREAKING, why: "queries for it find nothing" };

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    for change in &changes.all {
        let What::Removed { deprecated } = &change.what else { continue };
        if !changes.was_announced(change, deprecated.as_ref()) {
            changes
                .report(found, change, &BREAKAGE)
                .help(
                    "declare it again with `deprecated(since = \"…\", replaced_by = \"…\")`, and remove it when the policy's \
                     `deprecation_window` is over",
                );
        }
    }
}
