//! `breaking/metric-removed`: a query for a metric that is gone finds nothing, and an alert on it never fires again. One that was
//! deprecated for long enough may go.

use lowcard_schema::Rule;

use crate::lock::What;
use crate::rules::changes::{Changes, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::BreakingMetricRemoved, needs: Needs::Before, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let changes = Changes::of(subject);
    for change in &changes.all {
        let What::Removed { deprecated } = &change.what else { continue };
        if !changes.was_announced(change, deprecated.as_ref()) {
            changes
                .report(found, Rule::BreakingMetricRemoved, change, Severity::BREAKING, "queries for it find nothing")
                .help("declare it again with `deprecated(since = \"…\", replaced_by = \"…\")`, and remove it when that time is over");
        }
    }
}
