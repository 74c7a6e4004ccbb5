//! `breaking/label-renamed`: a selector on the old name matches nothing, and `by` of it puts everything into one group.

use lowcard_schema::Rule;

use crate::lock::What;
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage = Breakage {
    rule: Rule::BreakingLabelRenamed,
    severity: Severity::BREAKING,
    why: "queries that select or group by the old name find nothing to go by",
};

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    for change in &changes.all {
        if let What::LabelRenamed { label, .. } = &change.what {
            changes.report(found, change, &BREAKAGE).help(format!(
                "call it `{label}`, or declare the metric with its new label under a new name and deprecate this one"
            ));
        }
    }
}
