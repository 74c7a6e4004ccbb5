//! `metric/inconsistent`: one name means two things in the processes of a workspace. Prometheus keeps both under it, and
//! each query is right about one of them. Values of labels may differ: a process meets what it meets. In one process it
//! is [`metric/conflict`](super::conflict).

use lowcard_schema::Rule;
use lowcard_schema::record::Record;

use super::difference::seen_by_queries;
use crate::catalog::Catalog;
use crate::rules::{Findings, Lint, Needs};
use crate::subject::{Subject, place};

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::MetricInconsistent, needs: Needs::Catalog, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(catalog) = &subject.catalog else { return };
    let processes = processes_of_metrics(catalog);
    let mut first = 0;
    for again in 1..catalog.metrics.len() {
        if catalog.metrics[again].name != catalog.metrics[first].name {
            first = again;
            continue;
        }
        let meet = processes[first].iter().any(|process| processes[again].contains(process));
        if let (false, Some(&here), Some(&there)) = (meet, processes[again].first(), processes[first].first()) {
            compare((&catalog.metrics[again], here), (&catalog.metrics[first], there), found);
        }
    }
}

/// A metric, and a process that has it.
type Met<'s> = (&'s Record, &'s str);

fn compare<'s>((again, here): Met<'s>, (first, there): Met<'s>, found: &mut Findings<'s>) {
    let differences = seen_by_queries(again, first);
    if differences.is_empty() {
        return;
    }
    let message =
        format!("`{}` is not the same in the process `{here}` as in `{there}`: {}", again.name, differences.join("; "));
    found
        .about_metric(Rule::MetricInconsistent, &again.name, &again.site.package)
        .report(message)
        .at(place(&again.site))
        .related(place(&first.site), format!("declared here for the process `{there}`"))
        .help("make them one definition that both processes use, or give one of them another name");
}

/// The names of the processes that have a metric, by its place in the catalog.
fn processes_of_metrics(catalog: &Catalog) -> Vec<Vec<&str>> {
    let mut processes = vec![Vec::new(); catalog.metrics.len()];
    for process in &catalog.processes {
        for &metric in &process.metrics {
            processes[metric].push(process.name.as_str());
        }
    }
    processes
}
