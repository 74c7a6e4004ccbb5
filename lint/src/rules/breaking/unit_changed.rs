//! `breaking/unit-changed`: a threshold in milliseconds, held against seconds, is a thousand times too high.

use lowcard_schema::Rule;

use crate::lock::What;
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage = Breakage {
    rule: Rule::BreakingUnitChanged,
    severity: Severity::BREAKING,
    why: "what queries compare it with is in the old unit",
};

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    for change in &changes.all {
        if matches!(change.what, What::Unit { .. }) {
            changes
                .report(found, change, &BREAKAGE)
                .help("record both for a while, and deprecate the one in the old unit");
        }
    }
}
