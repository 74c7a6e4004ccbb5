//! `breaking/label-added`: a join that matched one series now matches several and fails, and `without` keeps the new
//! label. Of a metric that is not stable yet, labels may become more.

use lowcard_schema::{Level, Rule};

use crate::lock::What;
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage = Breakage {
    rule: Rule::BreakingLabelAdded,
    severity: Severity { beta: Level::Allow, ..Severity::BREAKING },
    why: "joins that matched one series match several, and `without` keeps it",
};

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    for change in &changes.all {
        if let What::LabelAdded { label } = &change.what {
            changes
                .report(found, change, &BREAKAGE)
                .help(format!("count by `{label}` in a metric of its own, or keep it out"));
        }
    }
}
