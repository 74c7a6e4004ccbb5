//! `breaking/bucket-removed`: `le="0.3"` in an alert or an SLO matches nothing once that bound is gone.

use lowcard_schema::{Level, Rule};

use crate::lock::What;
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage = Breakage {
    rule: Rule::BreakingBucketRemoved,
    severity: Severity { beta: Level::Warn, ..Severity::BREAKING },
    why: "queries that select its `le` find nothing",
};

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    for change in &changes.all {
        if matches!(change.what, What::BucketsRemoved { .. }) {
            changes
                .report(found, change, &BREAKAGE)
                .help("keep the bounds that queries may select; further ones may stand between them");
        }
    }
}
