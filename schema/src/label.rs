//! Labels: their names, and the values that they can take.

use crate::check::{Findings, LabelNames, Part};
use crate::{Rule, Text, nearest};

/// One label of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its name.
    pub name: &'static str,
    /// The values that it can take.
    pub domain: Domain,
}

/// The values that a label can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Known to the compiler.
    Closed(&'static [&'static str]),
    /// Met at run time: `max` of them, and `overflow` for all further ones.
    Capped {
        /// How many values are kept apart.
        max: u32,
        /// What stands for every other.
        overflow: &'static str,
    },
    /// One value, known when the program is built or starts.
    Constant,
}

impl Domain {
    /// How many different values there can be, the overflow value included.
    #[expect(clippy::len_without_is_empty, reason = "a domain without values is a compile error")]
    #[inline]
    pub const fn len(self) -> u64 {
        match self {
            Self::Closed(values) => values.len() as u64,
            Self::Capped { max, .. } => max as u64 + 1,
            Self::Constant => 1,
        }
    }

    /// How the value with this number is exposed. There is always an answer: beyond the values of a closed domain it is
    /// [`OTHER`].
    pub fn text(self, ordinal: u32) -> &'static str {
        match self {
            Self::Closed(values) => values.get(ordinal as usize).copied().unwrap_or(OTHER),
            Self::Capped { overflow, .. } => overflow,
            Self::Constant => OTHER,
        }
    }
}

/// What stands for every value without a place of its own, unless the label states another word.
pub const OTHER: &str = "other";

/// What stands in the way of a label set whose labels come from several structs, so that only the compiler sees them
/// together.
pub const fn set_refused(labels: &[Label], max: usize) -> Option<Text> {
    let mut i = 0;
    while i < labels.len() {
        let mut j = 0;
        while j < i {
            if same(labels[i].name, labels[j].name) {
                return Some(
                    Text::new("label `")
                        .str(labels[i].name)
                        .str("` stands in this set twice")
                        .rule(Rule::LabelDuplicate),
                );
            }
            j += 1;
        }
        i += 1;
    }
    if labels.len() > max {
        return Some(
            Text::new("")
                .number(labels.len() as u64)
                .str(" labels in one set, and the policy allows ")
                .number(max as u64)
                .rule(Rule::LabelTooMany)
                .str("\n  help: each label multiplies the series; move details to a log line, a span or an exemplar"),
        );
    }
    None
}

/// `==` on strings, in a `const fn`.
pub(crate) const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut i = 0;
    while i < left.len() {
        if left[i] != right[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// A label that no metric should have, why, and what to use instead.
pub(crate) struct Denied {
    pub(crate) names: &'static [&'static str],
    pub(crate) reason: &'static str,
    pub(crate) instead: &'static str,
}

/// The labels that are denied without a word in the policy.
pub(crate) const DENIED: &[Denied] = &[
    Denied {
        names: &["user_id", "user", "user_name", "username", "uid", "account_id", "customer_id", "member_id"],
        reason: "one series per user",
        instead: "record the user in a span attribute or an exemplar",
    },
    Denied {
        names: &["email", "email_address", "phone", "phone_number"],
        reason: "one series per person, and personal data in every query",
        instead: "log it, or record it in a span attribute",
    },
    Denied {
        names: &["ip", "ip_address", "client_ip", "remote_addr", "remote_address", "peer_ip", "user_agent"],
        reason: "one series per client",
        instead: "record the client in a span attribute or the access log",
    },
    Denied {
        names: &[
            "trace_id",
            "span_id",
            "request_id",
            "correlation_id",
            "run_id",
            "workflow_id",
            "message_id",
            "event_id",
        ],
        reason: "one series per request",
        instead: "attach it as an exemplar or a span attribute",
    },
    Denied {
        names: &["session_id", "session", "token", "api_key", "device_id"],
        reason: "one series per session",
        instead: "record it in a span attribute",
    },
    Denied {
        names: &["uuid", "guid", "id", "hash", "timestamp", "query", "sql"],
        reason: "one series per value, and there is no end to them",
        instead: "use the kind of the thing as a closed set of values, and log the thing itself",
    },
    Denied {
        names: &["url", "uri", "raw_path", "full_path"],
        reason: "one series per address that anyone asks for",
        instead: "use the route template, as a capped label such as `route`",
    },
    Denied {
        names: &["error_message", "message", "exception_message", "stack_trace", "stacktrace"],
        reason: "one series per wording",
        instead: "use the kind of the error as a closed set of values, and log the message",
    },
];

/// Names that Prometheus gives to labels of its own.
const RESERVED: &[(&str, &str)] = &[
    ("le", "it holds the upper bound of a histogram's bucket"),
    ("quantile", "it holds the quantile of a summary"),
    ("job", "Prometheus adds it to every series that it scrapes"),
    ("instance", "Prometheus adds it to every series that it scrapes"),
];

/// The rules on the label names of one set.
pub(crate) fn check_names(set: &LabelNames<'_>, found: &mut Findings<'_>) {
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
            .help(format!("write `{}`", crate::name::snake_case(name)));
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
    let Some(deny) = DENIED.iter().find(|deny| deny.names.contains(&name)) else { return false };
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
pub(crate) fn check_values(values: &[&str], found: &mut Findings<'_>) {
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
pub(crate) fn check_cap(max: u64, found: &mut Findings<'_>) {
    let budget = found.policy.budget.label;
    if max > budget {
        found
            .report(
                Rule::LabelBoundTooLarge,
                Part::Bound,
                format!("a label may take {budget} values, and this one may take {max}"),
            )
            .help("lower `max`, or raise `[budget] label` in lowcard.toml");
    }
}
