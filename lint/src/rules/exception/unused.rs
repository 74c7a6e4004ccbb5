//! `exception/unused`: an exception that excuses nothing is an invitation to break the rule again.
//!
//! What `cargo lowcard` decides, it has noted while it decided. What the compiler decides is decided again, from the records
//! that its definitions left. Where neither can be done, nothing is said.

use std::collections::BTreeSet;

use lowcard_schema::check::{self, Part, Violation};
use lowcard_schema::policy::{Exception, Policy};
use lowcard_schema::record::Record;
use lowcard_schema::{Judge, Rule};

use crate::rules::definition::label_of;
use crate::rules::{Findings, LINTS, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::ExceptionUnused, needs: Needs::Catalog, check };

/// What a record does not say: how a name was spelt, and where a metric is recorded.
const UNDECIDED: &[Rule] = &[Rule::NameCamelCase, Rule::DeprecatedRecorded];

/// A label that breaks one of these is not held to the others, unless an exception lets it.
const HIDING: &[Rule] = &[Rule::LabelCamelCase, Rule::LabelNameTooLong];

/// A broken rule, and what the compiler holds exceptions against: the metric or the label.
type Broken<'s> = (Rule, Option<&'s str>, Option<&'s str>);

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    if subject.partial {
        return; // what it excuses may be in the rest
    }
    for policy in subject.policies() {
        let stated = policy.exceptions.iter().filter(|exception| is_decided(exception.rule, subject));
        let doubtful: Vec<&Exception> = stated
            // An expired one is another finding, which says to remove it.
            .filter(|exception| !exception.has_expired(&subject.today) && !found.has_used(policy, exception.line))
            .filter(|exception| !is_unbuilt(exception, policy, subject))
            .collect();
        if doubtful.is_empty() {
            continue;
        }
        let broken = broken(subject, policy);
        for exception in
            doubtful.into_iter().filter(|exception| !broken.iter().any(|broken| applies(exception, *broken)))
        {
            found
                .about_policy(Rule::ExceptionUnused, policy)
                .report(message(exception))
                .at_policy(policy, exception.line)
                .help(help(exception, &broken));
        }
    }
}

/// Whether it is known what breaks the rule: its stage has run, or it is decided by the record.
fn is_decided(rule: Rule, subject: &Subject) -> bool {
    match rule.judge() {
        Judge::Compiler => !UNDECIDED.contains(&rule),
        Judge::Registry | Judge::Lint if rule == Rule::ExceptionUnused => false,
        Judge::Registry | Judge::Lint => LINTS.iter().any(|lint| lint.rule == rule && lint.needs.met_by(subject)),
    }
}

/// Whether the code declares its metric, and this build does not have it: what it breaks is not known. What the source
/// alone decides is.
fn is_unbuilt(exception: &Exception, policy: &Policy, subject: &Subject) -> bool {
    let Some(name) = &exception.metric else { return false };
    let by_source = LINTS.iter().any(|lint| lint.rule == exception.rule && lint.needs == Needs::Source);
    let is_built = subject.catalog.iter().flat_map(|catalog| &catalog.metrics).any(|metric| metric.name == *name);
    let mut declared = subject.source.iter().flat_map(|source| &source.declared);
    !by_source
        && !is_built
        && declared.any(|declared| {
            let own = subject.policy_of(&declared.package);
            own.path == policy.path && declared.exposed(own) == *name
        })
}

fn applies(exception: &Exception, (rule, metric, label): Broken<'_>) -> bool {
    exception.applies(rule, metric, label)
}

/// What the members under a policy break, if nothing excuses it. The categories of a label set are not in the record, so
/// each could be one of them.
fn broken<'s>(subject: &'s Subject, policy: &Policy) -> BTreeSet<Broken<'s>> {
    let strict = policy.strict();
    let categories: Vec<&str> = policy.categories.iter().map(|category| category.name.as_str()).collect();
    let metrics = subject.catalog.iter().flat_map(|catalog| &catalog.metrics);
    let governed = metrics.filter(|metric| {
        let member = subject.member(&metric.site.package);
        member.is_some_and(|member| member.policy.path == policy.path)
    });
    let mut broken = BTreeSet::new();
    for metric in governed {
        for allowed in [&[], HIDING] {
            for categories in [&[], categories.as_slice()] {
                let violations = check::record(metric, categories, &strict, allowed);
                broken.extend(violations.iter().map(|violation| seen_by_compiler(violation, metric)));
            }
        }
    }
    broken
}

/// The rules on labels are held to label sets and types of values, which do not know the metrics that have them.
fn seen_by_compiler<'s>(violation: &Violation, metric: &'s Record) -> Broken<'s> {
    match (violation.rule, violation.part) {
        (Rule::LabelBoundTooLarge, _) | (_, Part::Set) => (violation.rule, None, None),
        (_, Part::Label(_)) => (violation.rule, None, label_of(violation, metric)),
        _ => (violation.rule, Some(&metric.name), None),
    }
}

fn message(exception: &Exception) -> String {
    let what = match (&exception.metric, &exception.label) {
        (None, None) => String::new(),
        (None, Some(label)) => format!(" for the label `{label}`"),
        (Some(metric), None) => format!(" for `{metric}`"),
        (Some(metric), Some(label)) => format!(" for the label `{label}` of `{metric}`"),
    };
    format!("the exception from `{}`{what} excuses nothing", exception.rule)
}

/// One that says so much that it does not apply may be needed with less.
fn help(exception: &Exception, broken: &BTreeSet<Broken<'_>>) -> &'static str {
    let without_metric = Exception { metric: None, ..exception.clone() };
    let with_neither = Exception { label: None, ..without_metric.clone() };
    let would_apply = |exception| broken.iter().any(|&broken| broken.1.is_none() && applies(exception, broken));
    if would_apply(&without_metric) {
        "drop `metric`: the rule is held to label sets and types, which know no metric"
    } else if would_apply(&with_neither) && broken.contains(&(exception.rule, None, None)) {
        "drop `label`: the rule is held to types, which know no label"
    } else {
        "remove it"
    }
}
