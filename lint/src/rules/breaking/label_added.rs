//! `breaking/label-added`: a join that matched one series now matches several and fails, and `without` keeps the new label. Of a
//! metric that is not stable yet, labels may become more.

use lowcard_schema::{Level, Rule};

use crate::lock::What;
use crate::rules::changes::{Changes, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::BreakingLabelAdded, needs: Needs::Before, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let changes = Changes::of(subject);
    for change in &changes.all {
        if let What::LabelAdded { label } = &change.what {
            changes
                .report(
                    found,
                    Rule::BreakingLabelAdded,
                    change,
                    Severity { beta: Level::Allow, ..Severity::BREAKING },
                    "joins that matched one series match several, and `without` keeps it",
                )
                .help(format!("count by `{label}` in a metric of its own, or keep it out"));
        }
    }
}
