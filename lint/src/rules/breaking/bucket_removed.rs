//! `breaking/bucket-removed`: `le="0.3"` in an alert or an SLO matches nothing once that bound is gone.

use lowcard_schema::{Level, Rule};

use crate::lock::What;
use crate::rules::changes::{Changes, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::BreakingBucketRemoved, needs: Needs::Before, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let changes = Changes::of(subject);
    for change in &changes.all {
        if matches!(change.what, What::BucketsRemoved { .. }) {
            changes
                .report(
                    found,
                    Rule::BreakingBucketRemoved,
                    change,
                    Severity { beta: Level::Warn, ..Severity::BREAKING },
                    "queries that select its `le` find nothing",
                )
                .help("keep the bounds that queries may select; further ones may stand between them");
        }
    }
}
