//! `breaking/unit-changed`: a threshold in milliseconds, held against seconds, is a thousand times too high.

use lowcard_schema::Rule;

use crate::lock::What;
use crate::rules::changes::{Changes, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::BreakingUnitChanged, needs: Needs::Before, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let changes = Changes::of(subject);
    for change in &changes.all {
        if matches!(change.what, What::Unit { .. }) {
            changes
                .report(
                    found,
                    Rule::BreakingUnitChanged,
                    change,
                    Severity::BREAKING,
                    "what queries compare it with is in the old unit",
                )
                .help("record both for a while, and deprecate the one in the old unit");
        }
    }
}
