//! `breaking/metric-renamed`: to Prometheus, a metric by another name is another metric: the old series end, and
//! queries for them find nothing.

use lowcard_schema::Rule;

use crate::lock::{self, What};
use crate::rules::changes::{Breakage, Severity};
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: BREAKAGE.rule, needs: Needs::Before, check };

const BREAKAGE: Breakage = Breakage {
    rule: Rule::BreakingMetricRenamed,
    severity: Severity::BREAKING,
    why: "queries for the old name find nothing",
};

fn check<'s>(_: &'s Subject, found: &mut Findings<'s>) {
    let changes = found.changes();
    for change in &changes.all {
        let (What::Renamed { deprecated }, Some(now)) = (&change.what, &change.now) else { continue };
        let same_name = lock::name_of(&change.key) == lock::name_of(now);
        if !same_name && !changes.was_announced(change, deprecated.as_ref()) {
            changes.report(found, change, &BREAKAGE).help(format!(
                "record both for a while, `{}` with `deprecated(since = \"…\", replaced_by = \"{now}\")`",
                change.key
            ));
        }
    }
}
