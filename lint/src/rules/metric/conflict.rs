//! `metric/conflict`: two different metrics of a process that can't be exposed side by side, since they have one name or
//! write samples of one name. The registry refuses the second one, so that it is never exposed.

use lowcard_schema::Rule;
use lowcard_schema::record::Record;

use super::clash::{Claims, Clash};
use super::difference::differences;
use crate::rules::{Findings, Lint, Needs};
use crate::subject::{Subject, place};

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::MetricConflict, needs: Needs::Catalog, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(catalog) = &subject.catalog else { return };
    for clash in Claims::new(catalog).clashes(catalog) {
        let Some((message, help)) = wording(&clash) else { continue };
        let (here, there) = clash.to_point_at(subject);
        found
            .about_metric(Rule::MetricConflict, &here.name, &here.site.package)
            .report(message)
            .at(place(&here.site))
            .related(place(&there.site), format!("`{}` is declared here", there.name))
            .help(help);
    }
}

/// What to say; nothing if the two are one metric.
fn wording(clash: &Clash<'_>) -> Option<(String, &'static str)> {
    let Clash { first: Record { name: first, .. }, again: Record { name: again, .. }, name, .. } = clash;
    let processes = clash.processes();
    if first != again {
        let message =
            format!("`{again}` can't be exposed beside `{first}`: both use the name `{name}`, and meet in {processes}");
        return Some((message, "give one of them another name"));
    }
    let differences = differences(clash.first, clash.again);
    (!differences.is_empty()).then(|| {
        let message =
            format!("`{again}` is declared twice in {processes}, with different {}", differences.join(" and "));
        (message, "give one of them another name, or make them one declaration")
    })
}
