//! Definitions that the compiler has not judged by the policy of this workspace: those of dependencies, which were compiled
//! under one of their own, and what it can only refuse, where the policy wants a warning.

use lowcard_schema::check::{self, Part, Violation};
use lowcard_schema::policy::Policy;
use lowcard_schema::record::{Record, SiteRecord};
use lowcard_schema::{Level, Rule};

use super::Findings;
use crate::subject::{Subject, place};

/// What is the business of whoever scrapes a dependency: its labels meet those of others in every query, and its series are
/// stored with theirs. How it names its metrics is not.
pub(super) const OF_DEPENDENCIES: &[Rule] = &[
    Rule::LabelReserved,
    Rule::LabelDenied,
    Rule::LabelNotAllowed,
    Rule::LabelAlias,
    Rule::LabelTooMany,
    Rule::LabelNameTooLong,
    Rule::LabelBoundTooLarge,
    Rule::CardinalityOverBudget,
];

/// What only types decide, in constants that have no way to warn.
const WITHOUT_WARNING: &[Rule] = &[Rule::LabelTooMany, Rule::CardinalityOverBudget];

/// Reports what the definitions break.
pub(super) fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(catalog) = &subject.catalog else { return };
    let strict: Vec<(&Policy, Policy)> =
        subject.policies().into_iter().map(|policy| (policy, policy.strict())).collect();
    for metric in &catalog.metrics {
        let policy = subject.policy_of(&metric.site.package);
        let Some((_, strict)) = strict.iter().find(|(known, _)| known.path == policy.path) else { continue };
        if subject.is_own(metric) {
            of_member(metric, policy, strict, found);
        } else {
            of_dependency(metric, policy, strict, found);
        }
    }
}

fn of_member<'s>(metric: &Record, policy: &'s Policy, strict: &Policy, found: &mut Findings<'s>) {
    let warned: Vec<Rule> = WITHOUT_WARNING.iter().copied().filter(|&rule| policy.level(rule) == Level::Warn).collect();
    if warned.is_empty() {
        return;
    }
    for violation in check::record(metric, &[], strict, &[]).iter().filter(|violation| warned.contains(&violation.rule))
    {
        let help = violation.help.clone().unwrap_or_default();
        report(metric, violation, violation.message.clone(), help, policy, found);
    }
}

fn of_dependency<'s>(metric: &Record, policy: &'s Policy, strict: &Policy, found: &mut Findings<'s>) {
    let category: Vec<&str> =
        metric.category.as_deref().filter(|name| policy.category(name).is_some()).into_iter().collect();
    for violation in check::record(metric, &category, strict, &[]) {
        if !OF_DEPENDENCIES.contains(&violation.rule) {
            continue;
        }
        let SiteRecord { package, version, .. } = &metric.site;
        let of_label = label_of(&violation, metric).map(|label| format!("`{label}` of ")).unwrap_or_default();
        let message = format!(
            "{} ({of_label}`{}`, which the dependency `{package}` {version} declares)",
            violation.message, metric.name
        );
        report(metric, &violation, message, advice(&violation, metric), policy, found);
    }
}

/// What can be done about a definition that is written elsewhere.
fn advice(violation: &Violation, metric: &Record) -> String {
    let exception = format!("make an exception from `{}` for `{}`", violation.rule, metric.name);
    match violation.rule {
        Rule::LabelReserved => {
            let label = label_of(violation, metric).unwrap_or_default();
            format!("Prometheus will call it `exported_{label}`, unless the scrape says `honor_labels: true`")
        }
        Rule::LabelNotAllowed => format!("if it may be used, add it to `[labels] allow` or {exception}"),
        Rule::LabelDenied | Rule::LabelAlias => {
            format!("{exception}; `metric_relabel_configs` can drop the label before it is stored")
        }
        _ => format!("raise the limit in the policy, or {exception}"),
    }
}

fn report<'s>(
    metric: &Record,
    violation: &Violation,
    message: String,
    help: String,
    policy: &'s Policy,
    found: &mut Findings<'s>,
) {
    let about = found.about_metric(violation.rule, &metric.name, &metric.site.package);
    let mut about = about.label(label_of(violation, metric));
    if violation.rule == Rule::LabelReserved {
        about = about.level(Level::Warn); // it does no harm to the scrape, and can't be mended here
    }
    let line = violation.policy.as_ref().map(|&(_, line)| line);
    about.report(message).at(place(&metric.site)).policy(policy, line).help(help);
}

/// The label that a violation is about.
pub(super) fn label_of<'r>(violation: &Violation, metric: &'r Record) -> Option<&'r str> {
    match violation.part {
        Part::Label(position) => metric.labels.get(position).map(|label| label.name.as_str()),
        _ => None,
    }
}
