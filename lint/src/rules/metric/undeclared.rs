//! `metric/undeclared`: a metric that goes round the toolkit. It is in no catalog, so that nothing holds its labels, its
//! series and its changes to anything. What stands there can still be held to the policy: the names of its labels.

use std::collections::BTreeMap;

use lowcard_schema::check::{self, LabelNames};
use lowcard_schema::policy::Policy;
use lowcard_schema::{Kind, Level, Rule};

use crate::rules::{Findings, Lint, Needs};
use crate::source::{Call, Label, Source, Text};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::MetricUndeclared, needs: Needs::Source, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(source) = &subject.source else { return };
    for calls in metrics(source) {
        undeclared(subject, &calls, found);
    }
    for policy in subject.policies() {
        // What an exception excuses is only known to the findings, which note that it was needed.
        let without_exceptions = Policy { exceptions: Vec::new(), ..policy.clone() };
        for call in source.calls.iter().filter(|call| subject.policy_of(&call.package).path == policy.path) {
            for label in &call.labels {
                held_to_policy(call, label, policy, &without_exceptions, found);
            }
        }
    }
}

/// The calls that make a metric: all that name the same one in a package together, as they are mended together.
fn metrics(source: &Source) -> Vec<Vec<&Call>> {
    let mut metrics: Vec<Vec<&Call>> = Vec::new();
    let mut known: BTreeMap<(&str, &Text), usize> = BTreeMap::new();
    for call in source.calls.iter().filter(|call| call.makes) {
        let of_name = known.get(&(call.package.as_str(), &call.name)).filter(|_| call.name != Text::Unknown);
        if let Some(&index) = of_name {
            metrics[index].push(call);
        } else {
            known.insert((&call.package, &call.name), metrics.len());
            metrics.push(vec![call]);
        }
    }
    metrics
}

fn undeclared<'s>(subject: &'s Subject, calls: &[&Call], found: &mut Findings<'s>) {
    let Some((first, others)) = calls.split_first() else { return };
    let policy = subject.policy_of(&first.package);
    let about = found.about_policy(Rule::MetricUndeclared, policy).metric(first.name.known());
    let by = &first.callee;
    let message = match (&first.name, &first.made_name) {
        (Text::Known(name), _) => format!("`{name}` is made by {by}: no catalog has it, and no budget holds it"),
        (Text::Ending(end), _) => format!("`…_{end}` is made by {by}: no catalog has it, and no budget holds it"),
        (Text::Constant(name), _) => {
            format!("the metric of `{name}` is made by {by}: no catalog has it, and no budget holds it")
        }
        (Text::Unknown, Some(how)) => {
            format!("a metric is made by {by}, and its name by `{how}`: nothing says how many there can be")
        }
        (Text::Unknown, None) => format!("a metric is made by {by}: no catalog has it, and no budget holds it"),
    };
    let mut reported = about.report(message);
    reported.at(first.place.clone()).help(instead(first, policy));
    for other in others {
        reported.related(other.place.clone(), "here, too");
    }
}

/// The declaration to write, as far as the call tells it.
fn instead(call: &Call, policy: &Policy) -> String {
    let kind = match call.kind {
        Some(Kind::Counter) => "Counter",
        Some(Kind::Gauge) => "Gauge",
        Some(Kind::Histogram) => "Histogram",
        Some(Kind::Info) | None => return "declare it by `#[metric]` or `#[derive(Metrics)]`".to_owned(),
    };
    let mut name = match &call.name {
        Text::Known(name) => own_part(name, policy).to_uppercase(),
        Text::Ending(end) => end.to_uppercase(),
        Text::Constant(_) | Text::Unknown => "…".to_owned(),
    };
    // Some libraries add it when they expose a counter; here it is written.
    if call.kind == Some(Kind::Counter) && !name.ends_with("_TOTAL") {
        name.push_str("_TOTAL");
    }
    let attribute = if call.kind == Some(Kind::Histogram) { "#[metric(buckets = […])]" } else { "#[metric]" };
    if call.labels.is_empty() {
        return format!("declare it: `{attribute} static {name}: {kind};`");
    }
    let labels: Vec<String> = call.labels.iter().filter_map(|label| label.name.known()).map(field).collect();
    let labels = labels.join(", ");
    format!(
        "declare it: `{attribute} static {name}: {kind}<Labels>;`, with a `#[derive(LabelSet)] struct Labels {{ {labels} }}`"
    )
}

/// The field for a label, which may be called like a word of the language.
fn field(label: &str) -> String {
    if syn::parse_str::<syn::Ident>(label).is_ok() { label.to_owned() } else { format!("r#{label}") }
}

/// What is written of a name: the namespace is added to it.
fn own_part<'n>(name: &'n str, policy: &Policy) -> &'n str {
    let namespace = policy.namespace.as_deref().unwrap_or_default();
    name.strip_prefix(namespace).and_then(|rest| rest.strip_prefix('_')).unwrap_or(name)
}

/// The rules on label names, as the compiler would apply them. Nobody states a category here, so that a label may be in
/// any one's list.
fn held_to_policy<'s>(
    call: &Call,
    label: &Label,
    policy: &'s Policy,
    without_exceptions: &Policy,
    found: &mut Findings<'s>,
) {
    let Some(name) = label.name.known() else { return };
    let lists = policy.categories.iter().filter(|category| category.labels.iter().any(|listed| listed.name == name));
    let categories: Vec<&str> = lists.map(|category| category.name.as_str()).take(1).collect();
    let set = LabelNames { labels: &[name], categories: &categories, flattens: true };
    for violation in check::label_names(&set, without_exceptions, &[]) {
        let mut about = found.about_policy(violation.rule, policy).metric(call.name.known()).label(name);
        if violation.rule != Rule::LabelDenied {
            // Whoever adopts lowcard step by step can't mend all names at once, and not every rule has exceptions.
            about = about.level(Level::Warn);
        }
        let line = violation.policy.map(|(_, line)| line);
        let mut reported = about.report(violation.message);
        reported.at(label.place.clone()).policy(policy, line);
        if let Some(help) = violation.help {
            reported.help(help);
        }
    }
}
