//! `breaking/bucket-added`: quantiles are estimated from the bounds, so that they move although nothing became slower;
//! and while old and new instances run side by side, sums by `le` are not of the same observations.

use lowcard_schema::{Level, Rule};

use crate::lock::What;
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage = Breakage {
    rule: Rule::BreakingBucketAdded,
    severity: Severity { stable: Level::Warn, beta: Level::Warn, ..Severity::NOTE },
    why: "its quantiles move, although nothing became slower or faster",
};

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    for change in &changes.all {
        if matches!(change.what, What::BucketsAdded { .. }) {
            changes
                .report(found, change, &BREAKAGE)
                .help("expect a step in its quantiles, and roll it out everywhere at once");
        }
    }
}
