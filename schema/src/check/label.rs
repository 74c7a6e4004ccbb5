//! The rules on labels: their names, the values of closed ones, and the caps of the others.

use super::{Findings, LabelNames, Part};
use crate::{Rule, denied, nearest};

/// Names that Prometheus gives to labels of its own.
const RESERVED: &[(&str, &str)] = &[
    ("le", "it holds the upper bound of a histogram's bucket"),
    ("quantile", "it holds the quantile of a summary"),
    ("job", "Prometheus adds it to every series that it scrapes"),
    ("instance", "Prometheus adds it to every series that it scrapes"),
];

/// The rules on the label names of one set.
pub(super) fn check_names(set: &LabelNames<'_>, found: &mut Findings<'_>) {
    for (position, name) in set.labels.iter().enumerate() {
        let part = Part::Label(position);
        found.label = Some((*name).to_owned());
        if well_formed(name, part, found) && !reserved(name, part, found) && !denied(name, part, found) {
            allowed(name, set.categories, part, found);
            alias(name, part, found);
        }
        if set.labels[..position].contains(name) {
            found.report(Rule::LabelDuplicate, part, format!("label `{name}` stands in this set twice"));
        }
        found.label = None;
    }
    required(set, found);
}

fn well_formed(name: &str, part: Part, found: &mut Findings<'_>) -> bool {
    let before = found.len();
    let max = found.policy.labels.max_name_length;
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if !starts_well || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        found
            .report(Rule::LabelInvalid, part, format!("`{}` is not a label name", name.escape_debug()))
            .help("use lower-case ASCII letters, digits and `_`, with a letter first");
    } else if name.chars().any(|c| c.is_ascii_uppercase()) {
        found
            .report(Rule::LabelCamelCase, part, format!("label `{name}` is not in snake_case"))
            .help(format!("write `{}`", super::name::snake_case(name)));
    }
    if name.len() > max {
        found.report(
            Rule::LabelNameTooLong,
            part,
            format!("label `{name}` is {} bytes long, and the policy allows {max}", name.len()),
        );
    }
    found.len() == before
}

fn reserved(name: &str, part: Part, found: &mut Findings<'_>) -> bool {
    let known = RESERVED.iter().find(|(reserved, _)| *reserved == name).map(|&(_, why)| why);
    let target = found.policy.prometheus.target_labels.iter().any(|target| target == name);
    let why = match known {
        Some(why) => why,
        None if name.starts_with('_') => "names that start with `_` are Prometheus' own",
        None if target => "the policy lists it as a target label, which the scrape adds",
        None => return false,
    };
    found
        .report(Rule::LabelReserved, part, format!("label `{name}` may not be used: {why}"))
        .help("give the label another name");
    true
}

fn denied(name: &str, part: Part, found: &mut Findings<'_>) -> bool {
    let policy = found.policy;
    if let Some(deny) = policy.labels.deny.iter().find(|deny| deny.name == name) {
        found
            .report(Rule::LabelDenied, part, format!("label `{name}` may not be used: {}", deny.reason))
            .help(deny.instead.clone().unwrap_or_default())
            .policy(deny.line);
        return true;
    }
    let Some(deny) = denied::label(name) else { return false };
    if policy.labels.lists(name) {
        return false; // the team has thought about it and said so
    }
    found
        .report(Rule::LabelDenied, part, format!("label `{name}` may not be used: {}", deny.reason))
        .help(format!("{} instead", deny.instead));
    true
}

fn allowed(name: &str, categories: &[&str], part: Part, found: &mut Findings<'_>) {
    let policy = found.policy;
    if !policy.closes_labels() || policy.labels.allows(name) {
        return;
    }
    if categories.is_empty() {
        let known = policy.labels.allow.iter().map(|allowed| allowed.name.as_str());
        let suggestion = nearest(name, known);
        found
            .report(Rule::LabelNotAllowed, part, format!("label `{name}` is not in `[labels] allow`"))
            .help(suggest(suggestion, "add it there, or give the set a category that has it"));
        return;
    }
    for category in categories.iter().filter_map(|category| policy.category(category)) {
        if category.labels.iter().any(|allowed| allowed.name == name) {
            continue;
        }
        let known = category.labels.iter().chain(&policy.labels.allow).map(|allowed| allowed.name.as_str());
        let suggestion = nearest(name, known);
        found
            .report(
                Rule::LabelNotAllowed,
                part,
                format!("label `{name}` is not allowed in category `{}`", category.name),
            )
            .help(suggest(suggestion, &format!("add it to `labels` of `[category.{}]`", category.name)))
            .policy(category.line);
    }
}

fn suggest(nearest: Option<&str>, otherwise: &str) -> String {
    match nearest {
        Some(name) => format!("did you mean `{name}`? Otherwise {otherwise}"),
        None => otherwise.to_owned(),
    }
}

fn alias(name: &str, part: Part, found: &mut Findings<'_>) {
    let policy = found.policy;
    if let Some(alias) = policy.labels.alias.iter().find(|alias| alias.name == name) {
        found
            .report(Rule::LabelAlias, part, format!("label `{name}` is called `{}` in this workspace", alias.canonical))
            .help(format!("write `{}`", alias.canonical))
            .policy(alias.line);
    }
}

fn required(set: &LabelNames<'_>, found: &mut Findings<'_>) {
    if set.flattens {
        return; // what the other sets bring is not known here
    }
    let policy = found.policy;
    for category in set.categories.iter().filter_map(|category| policy.category(category)) {
        for required in category.required.iter().filter(|required| !set.labels.contains(&required.name.as_str())) {
            found
                .report(
                    Rule::LabelRequiredMissing,
                    Part::Set,
                    format!("category `{}` requires the label `{}`", category.name, required.name),
                )
                .policy(required.line);
        }
    }
}

/// The rules on the values of a closed label, as they are exposed.
pub(super) fn check_values(values: &[&str], found: &mut Findings<'_>) {
    for (position, value) in values.iter().enumerate() {
        if value.is_empty() {
            found
                .report(
                    Rule::LabelValueEmpty,
                    Part::Value(position),
                    "an empty label value is no label to Prometheus".into(),
                )
                .help("name the case, for example `none`");
        }
        if let Some(first) = values[..position].iter().position(|earlier| earlier == value) {
            found
                .report(
                    Rule::LabelValueDuplicate,
                    Part::Value(position),
                    format!("this value reads `{value}`, and so does value {} of the enum", first + 1),
                )
                .help("rename one of them: `#[label(rename = \"…\")]`");
        }
    }
}

/// The rules on the cap of a label whose values are met at run time.
pub(super) fn check_cap(max: u64, found: &mut Findings<'_>) {
    let budget = found.policy.budget.label.most;
    if max > budget {
        found
            .report(
                Rule::LabelBoundTooLarge,
                Part::Bound,
                format!("a label may take {budget} values, and this one may take {max}"),
            )
            .help("lower it, or raise `[budget] label` in lowcard.toml");
    }
}
