//! `metric/duplicate`: one definition stands in a process twice. The registry refuses the second one, so that it is never
//! exposed. Where the two differ, it is [`metric/conflict`](super::conflict).

use lowcard_schema::Rule;

use super::clash::Claims;
use super::difference::differences;
use crate::rules::{Findings, Lint, Needs};
use crate::subject::{Subject, place};

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::MetricDuplicate, needs: Needs::Catalog, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(catalog) = &subject.catalog else { return };
    for clash in Claims::new(catalog).clashes(catalog) {
        let (first, again) = (clash.first, clash.again);
        if first.name != again.name || !differences(first, again).is_empty() {
            continue;
        }
        let (here, there) = clash.to_point_at(subject);
        found
            .about_metric(Rule::MetricDuplicate, &here.name, &here.site.package)
            .report(format!("`{}` is declared twice in {}", here.name, clash.processes()))
            .at(place(&here.site))
            .related(place(&there.site), "declared here, too")
            .help(help(first.site.package == again.site.package && first.site.version != again.site.version));
    }
}

fn help(in_two_versions: bool) -> &'static str {
    if in_two_versions {
        "the package is linked in two versions: `cargo tree --duplicates` shows why"
    } else {
        "rename one of them, or share the other: `pub` it, and use it from both places"
    }
}
