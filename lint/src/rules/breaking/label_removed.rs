//! `breaking/label-removed`: a selector on a label that is gone matches nothing, and `by` of it puts everything into
//! one group.

use lowcard_schema::Rule;

use crate::lock::What;
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage = Breakage {
    rule: Rule::BreakingLabelRemoved,
    severity: Severity::BREAKING,
    why: "queries that select or group by it find nothing to go by",
};

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    for change in &changes.all {
        if let What::LabelRemoved { label } = &change.what {
            changes.report(found, change, &BREAKAGE).help(format!(
                "keep `{label}`, or declare the metric without it under a new name and deprecate this one"
            ));
        }
    }
}
