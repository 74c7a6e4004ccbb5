//! `breaking/type-changed`: `rate` of a gauge and quantiles of a counter are numbers without a meaning, and the query
//! does not say so. Native histograms and those with buckets are queried in different ways, too.

use lowcard_schema::Rule;

use crate::lock::What;
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage = Breakage {
    rule: Rule::BreakingTypeChanged,
    severity: Severity::BREAKING,
    why: "queries for the one make no sense of the other",
};

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    for change in &changes.all {
        if matches!(change.what, What::Type { .. } | What::FormRemoved { .. }) {
            changes
                .report(found, change, &BREAKAGE)
                .help("declare the new one under a name of its own, and deprecate this one");
        }
    }
}
