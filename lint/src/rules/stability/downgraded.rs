//! `stability/downgraded`: who relied on the promise does not read the code, and is not told.

use lowcard_schema::{Level, Rule};

use crate::lock::What;
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage = Breakage {
    rule: Rule::StabilityDowngraded,
    severity: Severity::all(Level::Warn),
    why: "who relies on it is not told",
};

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    for change in &changes.all {
        let What::Promise { now } = change.what else { continue };
        let unstated = changes.policy(change).promises.unstated;
        if now.unwrap_or(unstated) < change.stability.unwrap_or(unstated) {
            changes.report(found, change, &BREAKAGE).help(format!(
                "keep the promise, or deprecate the metric and declare another one that promises less; a metric that \
                     says nothing is {}",
                unstated.word()
            ));
        }
    }
}
