//! `stability/downgraded`: who relied on the promise does not read the code, and is not told.

use lowcard_schema::{Level, Rule};

use crate::lock::What;
use crate::rules::changes::{Changes, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::StabilityDowngraded, needs: Needs::Before, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let changes = Changes::of(subject);
    for change in &changes.all {
        let What::Promise { now } = change.what else { continue };
        let unstated = changes.policy(change).promises.unstated;
        if now.unwrap_or(unstated) < change.stability.unwrap_or(unstated) {
            let why = match change.stability {
                Some(_) => "who relies on it is not told".to_owned(),
                None => format!("what says nothing is {} here", unstated.word()),
            };
            changes
                .report(found, Rule::StabilityDowngraded, change, Severity::all(Level::Warn), &why)
                .help("keep the promise, or deprecate the metric and declare another one that promises less");
        }
    }
}
