//! `metric/duplicate`: one name, one definition in a process. The registry refuses the second one, so that it is never
//! exposed.

use lowcard_schema::Rule;

use crate::rules::{Findings, Lint, Needs};
use crate::subject::{Subject, place};

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::MetricDuplicate, needs: Needs::Catalog, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(catalog) = &subject.catalog else { return };
    for process in &catalog.processes {
        let metrics: Vec<_> = catalog.of(process).collect();
        for pair in metrics.windows(2).filter(|pair| pair[0].name == pair[1].name) {
            let (first, second) = (pair[0], pair[1]);
            let message = format!("`{}` is declared twice in the process `{}`", second.name, process.name);
            found
                .about_metric(Rule::MetricDuplicate, &second.name, &second.site.package)
                .report(message)
                .at(place(&second.site))
                .related(place(&first.site), "declared here, too")
                .help("rename one of them, or share the other: `pub` it, and use it from both places");
        }
    }
}
