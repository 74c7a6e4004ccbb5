//! `cardinality/budget-raised`: twice the series is twice the memory of the Prometheus that scrapes it, and was decided
//! in a line that may look harmless.

use lowcard_schema::{Level, Rule};

use crate::lock::{Change, Domain, What};
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage = Breakage {
    rule: Rule::CardinalityBudgetRaised,
    severity: Severity::all(Level::Warn),
    why: "each is stored by the server that scrapes it",
};

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    let raised: Vec<&Change> = changes.all.iter().filter(|change| doubles(change)).collect();
    for change in &raised {
        // The series say it all where a label is what raised them.
        let is_said = change.label().is_some()
            && raised.iter().any(|other| other.key == change.key && matches!(other.what, What::Series { .. }));
        if !is_said {
            changes
                .report(found, change, &BREAKAGE)
                .help("make sure that they are needed, and that the server has room for them");
        }
    }
}

/// Whether there can be at least twice as many series, or values of a label.
fn doubles(change: &Change) -> bool {
    match &change.what {
        What::Series { was: Some(was), now } => now.is_none_or(|now| now >= was.saturating_mul(2)),
        What::Bound { was: Domain::Capped { max: was, .. }, now: Domain::Capped { max: now, .. }, .. } => {
            *now >= was.saturating_mul(2)
        }
        _ => false,
    }
}
