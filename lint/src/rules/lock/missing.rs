//! `lock/missing`: without the committed lock, a change of the metrics is seen by nobody in review.

use lowcard_schema::Rule;

use super::write_it;
use crate::finding::Place;
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::LockMissing, needs: Needs::Lock, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let (Some(catalog), Some(committed)) = (&subject.catalog, &subject.lock) else { return };
    if committed.lock.is_none() && !catalog.metrics.is_empty() {
        let message =
            format!("there is no `{}`, so that no change of the metrics can be seen", committed.file.display());
        found
            .about_policy(Rule::LockMissing, &subject.policy)
            .report(message)
            .at(Place::file(&committed.file))
            .help(format!("write it with `{}`, and commit it", write_it(subject)));
    }
}
