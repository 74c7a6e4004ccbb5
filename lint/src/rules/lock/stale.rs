//! `lock/stale`: what is reviewed in the lock has to be what is scraped.

use lowcard_schema::Rule;

use super::write_it;
use crate::finding::Place;
use crate::lock::{Lock, compare};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::LockStale, needs: Needs::Lock, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let (Some(catalog), Some(committed)) = (&subject.catalog, &subject.lock) else { return };
    let Some(lock) = &committed.lock else { return };
    let changes = compare(lock, &Lock::from(catalog));
    if changes.is_empty() {
        return;
    }
    let differences: Vec<String> = changes.iter().map(|change| format!("\n  {change}")).collect();
    let message = format!("`{}` is not what the code declares:{}", committed.file.display(), differences.concat());
    found.about_policy(Rule::LockStale, &subject.policy).report(message).at(Place::file(&committed.file)).help(
        format!(
            "write it again with `{}`, and commit it: the difference is what a reviewer should see",
            write_it(subject)
        ),
    );
}
