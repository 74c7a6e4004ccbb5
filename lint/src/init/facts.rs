//! What a workspace has by now.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use lowcard_schema::policy::{Budget, Labels};
use lowcard_schema::record::{DomainRecord, Record};

use super::namespace::Namespace;
use super::sets::Set;
use crate::catalog::Catalog;
use crate::source::{Source, Text};

/// What the code records through other libraries, as far as its source tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recorded {
    /// The names of metrics.
    pub(crate) names: BTreeSet<String>,
    /// The names of labels.
    pub(crate) labels: BTreeSet<String>,
}

impl From<&Source> for Recorded {
    fn from(source: &Source) -> Self {
        let known = |text: &Text| text.known().map(str::to_owned);
        let labels = source.calls.iter().flat_map(|call| &call.labels);
        Self {
            names: source.calls.iter().filter_map(|call| known(&call.name)).collect(),
            labels: labels.filter_map(|label| known(&label.name)).collect(),
        }
    }
}

/// What a policy has to allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The first part of every name.
    pub(crate) namespace: Namespace,
    /// The labels of metrics and label sets without a category.
    pub(crate) allow: BTreeSet<String>,
    /// The labels that only other libraries record.
    pub(crate) recorded: BTreeSet<String>,
    /// The labels of each category, but for those that are legal in every one.
    pub(crate) categories: BTreeMap<String, BTreeSet<String>>,
    /// The most of everything that the policy limits.
    pub(crate) most: MostOfAll,
}

/// The most of everything that the policy limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MostOfAll {
    /// Labels in a set.
    pub(crate) labels: Most,
    /// Bytes in the name of a label.
    pub(crate) label_name: Most,
    /// Series of a metric.
    pub(crate) metric: Most,
    /// Series of a crate.
    pub(crate) krate: Most,
    /// Series of a process.
    pub(crate) process: Most,
    /// Values of a capped label.
    pub(crate) label: Most,
    /// Buckets of a histogram.
    pub(crate) buckets: Most,
}

/// The most of something, and the limit without a word in the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Most {
    /// The limit.
    pub(crate) default: u64,
    /// The most that there is, and what has so many; nothing if nothing counts.
    pub(crate) there: Option<(u64, String)>,
}

impl Facts {
    /// Of a workspace that is called so.
    pub(crate) fn of(workspace: &str, catalog: &Catalog, sets: &[Set], recorded: &Recorded) -> Self {
        let declared = catalog.metrics.iter().map(|metric| metric.name.as_str());
        let used: Vec<Set> = catalog.metrics.iter().map(Set::from).collect();
        let lists = || used.iter().chain(sets);
        let anywhere = lists().filter(|set| set.categories.is_empty());
        let allow: BTreeSet<String> = anywhere.flat_map(|set| &set.labels).cloned().collect();
        let mut categories: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for set in lists() {
            for category in &set.categories {
                let own = set.labels.iter().filter(|label| !allow.contains(*label)).cloned();
                categories.entry(category.clone()).or_default().extend(own);
            }
        }
        let known: BTreeSet<&String> = allow.iter().chain(categories.values().flatten()).collect();
        let only_recorded = recorded.labels.iter().filter(|label| !known.contains(label)).cloned().collect();
        Self {
            namespace: Namespace::of(declared, recorded.names.iter().map(String::as_str), workspace),
            recorded: only_recorded,
            most: MostOfAll::of(catalog),
            allow,
            categories,
        }
    }
}

/// What a metric uses is in the list of its category, as if its set were of it.
impl From<&Record> for Set {
    fn from(metric: &Record) -> Self {
        Self {
            categories: metric.category.iter().cloned().collect(),
            labels: metric.labels.iter().map(|label| label.name.clone()).collect(),
        }
    }
}

impl MostOfAll {
    fn of(catalog: &Catalog) -> Self {
        let (budget, labels) = (Budget::default(), Labels::default());
        let metrics = &catalog.metrics;
        let each = |count: fn(&Record) -> u64| metrics.iter().map(move |metric| (count(metric), metric.name.clone()));
        let all_labels = || metrics.iter().flat_map(|metric| &metric.labels);
        let processes = catalog.processes.iter();
        Self {
            labels: Most::of(wide(labels.max), each(|metric| wide(metric.labels.len()))),
            label_name: Most::of(
                wide(labels.max_name_length),
                all_labels().map(|label| (wide(label.name.len()), label.name.clone())),
            ),
            metric: Most::of(budget.metric.most, each(series)),
            krate: Most::of(budget.krate.most, by_package(metrics)),
            process: Most::of(
                budget.process.most,
                processes.map(|process| (sum(catalog.of(process)), process.name.clone())),
            ),
            label: Most::of(
                budget.label.most,
                all_labels().filter_map(|label| match label.domain {
                    DomainRecord::Capped { max, .. } => Some((max.into(), label.name.clone())),
                    DomainRecord::Closed(_) | DomainRecord::Constant => None,
                }),
            ),
            buckets: Most::of(budget.buckets.most, each(|metric| wide(metric.buckets.len()))),
        }
    }
}

impl Most {
    fn of(default: u64, counted: impl Iterator<Item = (u64, String)>) -> Self {
        let counted = counted.filter(|(count, _)| *count > 0);
        Self { default, there: counted.max_by_key(|(count, name)| (*count, Reverse(name.clone()))) }
    }
}

fn by_package(metrics: &[Record]) -> impl Iterator<Item = (u64, String)> {
    let packages: BTreeSet<&str> = metrics.iter().map(|metric| metric.site.package.as_str()).collect();
    packages
        .into_iter()
        .map(move |package| (sum(metrics.iter().filter(|metric| metric.site.package == package)), package.to_owned()))
}

fn sum<'r>(metrics: impl Iterator<Item = &'r Record>) -> u64 {
    metrics.map(series).fold(0, u64::saturating_add)
}

fn series(metric: &Record) -> u64 {
    metric.worst_case.unwrap_or(u64::MAX)
}

fn wide(count: usize) -> u64 {
    count.try_into().unwrap_or(u64::MAX)
}
