//! `deprecated/target-missing`: whoever reads that a metric will go has to find the one that takes its place: there, of the
//! same type, and not about to go itself.

use lowcard_schema::record::Record;
use lowcard_schema::{Rule, nearest};

use crate::catalog::Catalog;
use crate::rules::{Findings, Lint, Needs};
use crate::subject::{Subject, place};

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::DeprecatedTargetMissing, needs: Needs::Catalog, check };

/// Why a metric is no replacement.
struct Unfit<'c> {
    why: String,
    /// The metric of that name, if there is one.
    target: Option<&'c Record>,
    help: String,
}

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(catalog) = &subject.catalog else { return };
    for metric in catalog.metrics.iter().filter(|metric| subject.is_own(metric)) {
        let Some(target) = replacement(metric) else { continue };
        let unfit = match best(metric, target, catalog) {
            None if subject.partial => None, // it may be in the rest
            None => Some(missing(metric, target, catalog)),
            Some(best) => unfit(metric, best, catalog),
        };
        let Some(Unfit { why, target: there, help }) = unfit else { continue };
        let mut reported = found
            .about_metric(Rule::DeprecatedTargetMissing, &metric.name, &metric.site.package)
            .report(format!("`{}` is replaced by `{target}`, {why}", metric.name));
        reported.at(place(&metric.site)).help(help);
        if let Some(there) = there {
            reported.related(place(&there.site), format!("`{target}` is declared here"));
        }
    }
}

fn replacement(metric: &Record) -> Option<&str> {
    metric.deprecated.as_ref()?.replaced_by.as_deref()
}

/// Whether the one can take the place of the other.
fn fits(metric: &Record, other: &Record) -> bool {
    other.kind == metric.kind && other.deprecated.is_none()
}

/// The definition of that name that fits, or else one of the same type, or else any.
fn best<'c>(metric: &Record, name: &'c str, catalog: &'c Catalog) -> Option<&'c Record> {
    catalog.named(name).max_by_key(|other| (fits(metric, other), other.kind == metric.kind))
}

fn missing<'c>(metric: &Record, target: &str, catalog: &'c Catalog) -> Unfit<'c> {
    let help = match meant(metric, target, catalog) {
        Some(name) => format!("did you mean `{name}`? `replaced_by` is a name as it is scraped"),
        None => "name a metric as it is scraped, with its namespace and prefix".to_owned(),
    };
    Unfit { why: "and there is no such metric".to_owned(), target: None, help }
}

/// One that could take its place: of that name in a namespace, or else of nearly that name.
fn meant<'c>(metric: &Record, target: &str, catalog: &'c Catalog) -> Option<&'c str> {
    let prefixed = format!("_{target}");
    let mut names = catalog.metrics.iter().filter(|other| fits(metric, other)).map(|other| other.name.as_str());
    names.clone().find(|name| name.ends_with(&prefixed)).or_else(|| nearest(target, &mut names))
}

/// There is one, and it is of another type or will go as well.
fn unfit<'c>(metric: &Record, target: &'c Record, catalog: &'c Catalog) -> Option<Unfit<'c>> {
    if fits(metric, target) {
        return None;
    }
    let (is, was) = (target.kind, metric.kind);
    if is != was {
        let why = format!("which is {} {} and not {} {}", is.article(), is.word(), was.article(), was.word());
        let help = "name one of the same type: queries can't be carried over to another".to_owned();
        return Some(Unfit { why, target: Some(target), help });
    }
    let last = replacement(target).filter(|name| best(metric, name, catalog).is_some_and(|last| fits(metric, last)));
    let help = match last {
        Some(last) => format!("name the one that stays: `{last}`"),
        None => "name one that stays".to_owned(),
    };
    Some(Unfit { why: "which is deprecated itself".to_owned(), target: Some(target), help })
}
