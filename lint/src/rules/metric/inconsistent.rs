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
    let met = |metric: usize| -> Option<Met<'s>> {
        Some((&catalog.metrics[metric], &catalog.processes[*processes[metric].first()?].name))
    };
    let mut first = 0;
    for again in 1..catalog.metrics.len() {
        if catalog.metrics[again].name != catalog.metrics[first].name {
            first = again;
            continue;
        }
        let apart = processes[first].iter().all(|process| processes[again].binary_search(process).is_err());
        if let (true, Some(one), Some(other)) = (apart, met(again), met(first)) {
            compare(subject, one, other, found);
        }
    }
}

/// A metric, and a process that has it.
type Met<'s> = (&'s Record, &'s str);

fn compare<'s>(subject: &Subject, one: Met<'s>, other: Met<'s>, found: &mut Findings<'s>) {
    // What can be changed here is what to point at.
    let only_other_is_own = subject.is_own(other.0) && !subject.is_own(one.0);
    let ((metric, here), (other, there)) = if only_other_is_own { (other, one) } else { (one, other) };
    let differences = seen_by_queries(metric, other);
    if differences.is_empty() {
        return;
    }
    let message = format!(
        "`{}` is not the same in the process `{here}` as in `{there}`: {}",
        metric.name,
        differences.join("; ")
    );
    found
        .about_metric(Rule::MetricInconsistent, &metric.name, &metric.site.package)
        .report(message)
        .at(place(&metric.site))
        .related(place(&other.site), format!("declared here for the process `{there}`"))
        .help("make them one definition that both processes use, or give one of them another name");
}

/// The processes that have a metric, as places in the catalog, by the metric's place.
fn processes_of_metrics(catalog: &Catalog) -> Vec<Vec<usize>> {
    let mut processes = vec![Vec::new(); catalog.metrics.len()];
    for (index, process) in catalog.processes.iter().enumerate() {
        for &metric in &process.metrics {
            processes[metric].push(index);
        }
    }
    processes
}
