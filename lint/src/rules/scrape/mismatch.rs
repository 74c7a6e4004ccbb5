//! `scrape/mismatch`: dashboards and alerts are written for what was declared. A program that exposes something else was
//! built from other code, or something between changes its metrics.

use lowcard_schema::{Kind, Rule};

use crate::finding::Place;
use crate::lock::{Domain, Entry};
use crate::rules::{Findings, Lint, Needs};
use crate::scrape::{Family, LabelSeen, MetricType, Scraped};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::ScrapeMismatch, needs: Needs::Scrape, check };

const HELP: &str = "if the code says so by now, write the lock again: `cargo lowcard lock`; if it does not, the program was \
                    built from other code, or something between changes its metrics";

/// How many values or bounds a message names.
const NAMED: usize = 3;

/// Something that was not declared so.
struct Difference {
    message: String,
    line: usize,
    label: Option<String>,
}

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(scraped) = &subject.scrape else { return };
    unreadable(scraped, subject, found);
    for family in &scraped.exposition.families {
        for difference in differences(scraped, family) {
            found
                .about_policy(Rule::ScrapeMismatch, &subject.policy)
                .metric(family.name.as_str())
                .label(difference.label.as_deref())
                .report(difference.message)
                .at(Place::at(&scraped.exposition.origin, difference.line, 1))
                .help(HELP);
        }
    }
}

/// What is no exposition is not what was declared, either.
fn unreadable<'s>(scraped: &Scraped, subject: &'s Subject, found: &mut Findings<'s>) {
    let lines = &scraped.exposition.unreadable;
    let Some(&(first, _)) = lines.first.first() else { return };
    let count = if lines.count == 1 { "1 line".to_owned() } else { format!("{} lines", lines.count) };
    let words: Vec<String> = lines.first.iter().map(|(line, wrong)| format!("line {line}: {wrong}")).collect();
    found
        .about_policy(Rule::ScrapeMismatch, &subject.policy)
        .report(format!("{count} can't be read, for which Prometheus refuses the whole scrape: {}", words.join("; ")))
        .at(Place::at(&scraped.exposition.origin, first, 1))
        .help("mend what writes them, or if the exposition was cut off, get the whole of it");
}

/// What differs from the declaration; of several of one name, from the nearest.
fn differences(scraped: &Scraped, family: &Family) -> Vec<Difference> {
    let declarations = scraped.declarations(family).into_iter();
    let differences = declarations.map(|(name, entry)| from_declared(name, entry, family));
    differences.min_by_key(Vec::len).unwrap_or_default()
}

fn from_declared(name: &str, entry: &Entry, family: &Family) -> Vec<Difference> {
    if !is_of_type(name, entry.kind, family.metric_type) {
        let exposed = match family.metric_type {
            MetricType::Unknown => "without a type".to_owned(),
            known => format!("as {}", known.word()),
        };
        let message = format!("`{name}` is exposed {exposed} and declared as {}", entry.kind.word());
        return vec![Difference { message, line: family.line, label: None }];
    }
    let mut differences = Vec::new();
    differences.extend(undeclared_labels(name, entry, family));
    for (label, domain) in &entry.labels {
        differences.extend(missing_label(name, label, domain, family));
        if let Some(seen) = family.labels.get(label) {
            differences.extend(undeclared_values(name, label, domain, seen));
        }
    }
    differences.extend(other_bounds(name, entry, family));
    if differences.is_empty() {
        differences.extend(too_many_series(name, entry, family));
    }
    differences
}

/// The text format has no infos, and OpenMetrics no counters without `_total`.
fn is_of_type(name: &str, declared: Kind, exposed: MetricType) -> bool {
    match (declared, exposed) {
        (Kind::Counter, MetricType::Counter)
        | (Kind::Gauge, MetricType::Gauge)
        | (Kind::Histogram, MetricType::Histogram)
        | (Kind::Info, MetricType::Info | MetricType::Gauge) => true,
        (Kind::Counter, MetricType::Unknown) => !name.ends_with("_total"),
        _ => false,
    }
}

fn undeclared_labels(name: &str, entry: &Entry, family: &Family) -> impl Iterator<Item = Difference> {
    let others = family.labels.iter().filter(|(label, _)| !entry.labels.contains_key(*label));
    others.map(move |(label, LabelSeen { seen, .. })| Difference {
        message: format!("`{name}` has the label `{label}`, in {} series, which is not declared", seen.series),
        line: seen.line,
        label: Some(label.clone()),
    })
}

/// A constant label may be empty, which is none to Prometheus.
fn missing_label(name: &str, label: &str, domain: &Domain, family: &Family) -> Option<Difference> {
    let series = family.labels.get(label).map_or(0, |label| label.seen.series);
    (series < family.series && *domain != Domain::Constant).then(|| Difference {
        message: format!(
            "`{name}` has {} series without the label `{label}`, which is declared",
            family.series - series
        ),
        line: family.line,
        label: Some(label.to_owned()),
    })
}

fn undeclared_values(name: &str, label: &str, domain: &Domain, seen: &LabelSeen) -> Option<Difference> {
    let (message, line) = match domain {
        Domain::Closed(declared) => {
            let others: Vec<&String> = seen.values.keys().filter(|value| !declared.contains(value)).collect();
            let first = seen.values.get(*others.first()?)?;
            (format!("`{label}` of `{name}` is {}, which is not declared", listed(&others)), first.line)
        }
        Domain::Capped { max, overflow } => {
            let values = seen.values.keys().filter(|value| *value != overflow).count();
            let is_over = values as u64 > u64::from(*max);
            is_over.then(|| {
                (format!("`{label}` of `{name}` has {values} values and is capped at {max}"), seen.seen.line)
            })?
        }
        Domain::Constant => return None,
    };
    Some(Difference { message, line, label: Some(label.to_owned()) })
}

fn other_bounds(name: &str, entry: &Entry, family: &Family) -> Option<Difference> {
    let exposed: Vec<f64> = family.bounds.iter().copied().filter(|bound| bound.is_finite()).collect();
    if family.series == 0 || entry.kind != Kind::Histogram || exposed == entry.buckets {
        return None;
    }
    let only = |of: &[f64], other: &[f64]| -> Vec<String> {
        of.iter().filter(|bound| !other.contains(bound)).map(f64::to_string).collect()
    };
    let (more, less) = (only(&exposed, &entry.buckets), only(&entry.buckets, &exposed));
    let more = (!more.is_empty()).then(|| format!("is exposed with {}", listed(&more)));
    let less = (!less.is_empty()).then(|| format!("is declared with {}", listed(&less)));
    let parts: Vec<String> = [more, less].into_iter().flatten().collect();
    let message = format!("`{name}` has other buckets: it {}", parts.join(", and "));
    Some(Difference { message, line: family.line, label: None })
}

fn too_many_series(name: &str, entry: &Entry, family: &Family) -> Option<Difference> {
    let most = entry.series.filter(|most| family.series > *most)?;
    let message = format!("`{name}` has {} series, and at most {most} are declared", family.series);
    Some(Difference { message, line: family.line, label: None })
}

/// `a`, `b`, `c` and 2 more.
fn listed<T: AsRef<str>>(items: &[T]) -> String {
    let named: Vec<String> = items.iter().take(NAMED).map(|item| format!("`{}`", item.as_ref())).collect();
    let more = items.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    named.join(", ") + &more
}
