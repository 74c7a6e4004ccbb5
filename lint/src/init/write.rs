//! Writes the policy, with a comment for every key.

use core::fmt::Write as _;
use std::collections::BTreeSet;

use lowcard_schema::denied;

use super::facts::{Facts, Most, MostOfAll};
use super::namespace::Namespace;
use super::round;
use crate::quoted::{bare_or_quoted, quoted};

const HEADING: &str = "\
# What this workspace allows its metrics: the macros hold every crate in it to this file while they compile, and
# `cargo lowcard check` holds the programs to it. It was made from what is there, so that nothing has to change at first.
";

const REST: &str = "
# What is known of the Prometheus that scrapes.
[prometheus]
# Labels that the scrape adds, so that no metric may have them.
target_labels = [\"job\", \"instance\"]
# The time between two scrapes.
scrape_interval = \"15s\"

# Files that query the metrics, relative to this one.
# [sources]
# rules = [\"deploy/rules/**/*.yml\"]
# dashboards = [\"deploy/dashboards/**/*.json\"]

# Levels of rules that differ from their own: allow, warn or deny. `cargo lowcard rules` lists them.
# [lints]
# \"help/style\" = \"warn\"

# What may break a rule, and why.
# [[exception]]
# rule = \"name/counter-total\"
# metric = \"a_public_name\"
# reason = \"dashboards of others query it\"
# expires = 2030-01-31
";

/// The text of the file.
pub(crate) fn write(facts: &Facts) -> String {
    let mut text = HEADING.to_owned();
    namespace(&mut text, &facts.namespace);
    labels(&mut text, facts);
    for (category, labels) in &facts.categories {
        let _infallible = write!(
            text,
            "\n[category.{}]\n# Labels that are legal in this category, beside those of `[labels] allow`.\nlabels = ",
            bare_or_quoted(category)
        );
        list(&mut text, labels.iter());
    }
    budget(&mut text, &facts.most);
    text.push_str(REST);
    text
}

fn namespace(text: &mut String, namespace: &Namespace) {
    let (why, line) = match namespace {
        Namespace::Recorded(name) => {
            ("What is recorded by now starts with it.".to_owned(), format!("namespace = \"{name}\""))
        }
        Namespace::Declared(name) => (
            format!(
                "Every name starts with `{name}_` by now, out of its own\n# or a prefix: \
                 to state it here, take it out there."
            ),
            format!("# namespace = \"{name}\""),
        ),
        Namespace::Proposed(name) => {
            ("To state it renames every metric.".to_owned(), format!("# namespace = \"{name}\""))
        }
    };
    let _infallible = write!(text, "\n# The first part of every name, put before it with a `_`. {why}\n{line}\n");
}

fn labels(text: &mut String, facts: &Facts) {
    text.push_str(
        "\n[labels]\n# Labels that are legal in every category. Once this list or one of a category has an entry, any other \
         label\n# is an error.\n",
    );
    let (allowed, left_out): (BTreeSet<&String>, BTreeSet<&String>) =
        facts.recorded.iter().partition(|label| why_not(label).is_none());
    if !allowed.is_empty() {
        let names: Vec<String> = allowed.iter().map(|label| format!("`{label}`")).collect();
        let _infallible = writeln!(text, "# Recorded through other libraries by now: {}.", names.join(", "));
    }
    for label in left_out {
        let reason = why_not(label).unwrap_or_default();
        let _infallible = writeln!(text, "# Left out, although it is recorded: {label:?}, {reason}.");
    }
    text.push_str("allow = ");
    list(text, facts.allow.iter().chain(allowed));
    limit(text, "The most labels of a metric", "max", &facts.most.labels, "");
    limit(text, "The most bytes in the name of a label", "max_name_length", &facts.most.label_name, "");
    text.push_str(
        "\n# Labels that are legal nowhere, on top of the built-in ones: user_id, email, ip, trace_id and so on.\n\
         # [[labels.deny]]\n# name = \"tenant\"\n# reason = \"one series per tenant\"\n\
         # instead = \"record the tenant in a span attribute\"\n",
    );
}

/// Why a label that other libraries record should not be one of a declared metric.
fn why_not(label: &str) -> Option<&'static str> {
    let is_word = label.starts_with(|c: char| c.is_ascii_lowercase())
        && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    match denied::label(label) {
        _ if !is_word => Some("which is not in snake_case"),
        _ if ["le", "quantile", "job", "instance"].contains(&label) => {
            Some("which Prometheus gives to labels of its own")
        }
        denied => denied.map(|denied| denied.reason),
    }
}

fn budget(text: &mut String, most: &MostOfAll) {
    text.push_str(
        "\n# The most that there may be. More is an error, or for a crate and a process, a warning of `check`.\n\
         [budget]\n",
    );
    let capped = " A metric over it states `max_series`, or uses labels with fewer values.";
    limit(text, "Series of one metric", "metric", &most.metric, capped);
    limit(text, "Series of all metrics of one crate", "crate", &most.krate, "");
    limit(text, "Series of all metrics of one process", "process", &most.process, "");
    limit(text, "Values of one capped label", "label", &most.label, "");
    limit(text, "Buckets of one histogram", "buckets", &most.buckets, "");
}

/// The default, or the next round figure above what is there.
fn limit(text: &mut String, what: &str, key: &str, most: &Most, more: &str) {
    let now = match &most.there {
        Some((u64::MAX, name)) => format!("\n# Now: more than can be counted, of `{name}`."),
        Some((count, name)) => format!("\n# Now: {}, of `{name}`.", round::grouped(*count)),
        None => String::new(),
    };
    let there = most.there.as_ref().map_or(0, |(count, _)| *count);
    let limit = if there > most.default { round::up(there) } else { most.default };
    // TOML has no larger numbers.
    let limit = limit.min(i64::MAX.unsigned_abs());
    let _infallible = writeln!(text, "# {what}.{more}{now}\n{key} = {}", round::grouped(limit));
}

/// A list, with a label a line where one needs a word.
fn list<'l>(text: &mut String, labels: impl Iterator<Item = &'l String>) {
    let labels: BTreeSet<&String> = labels.collect();
    if labels.iter().all(|label| denied::label(label).is_none()) {
        let items: Vec<String> = labels.into_iter().map(|label| quoted(label)).collect();
        let _infallible = writeln!(text, "[{}]", items.join(", "));
        return;
    }
    text.push_str("[\n");
    for label in labels {
        let denied = denied::label(label).map(|denied| format!(" # denied if it stood in no list: {}", denied.reason));
        let _infallible = writeln!(text, "    {},{}", quoted(label), denied.unwrap_or_default());
    }
    text.push_str("]\n");
}
