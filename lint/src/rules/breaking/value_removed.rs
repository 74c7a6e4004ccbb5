//! `breaking/value-removed`: a selector on a value that is never taken matches nothing. Values come and go with the
//! code, so that it warns only.

use lowcard_schema::{Level, Rule};

use crate::lock::What;
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage = Breakage {
    rule: Rule::BreakingValueRemoved,
    severity: Severity { stable: Level::Warn, ..Severity::NOTE },
    why: "queries that select what is gone find nothing",
};

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    for change in &changes.all {
        if matches!(change.what, What::ValuesRemoved { .. } | What::Closed { .. }) {
            changes.report(found, change, &BREAKAGE).help("look for queries that select it, and mend them first");
        }
    }
}
