//! In what two definitions of one name differ.

use std::collections::BTreeSet;

use lowcard_schema::record::Record;

/// What of a definition a registry compares before it says that two are the same: `type`, `labels`, …
pub(super) fn differences(one: &Record, other: &Record) -> Vec<&'static str> {
    let differing = [
        ("type", one.kind != other.kind),
        ("number", one.number != other.number),
        ("unit", one.unit != other.unit),
        ("labels", one.labels != other.labels),
        ("buckets", one.buckets != other.buckets || one.native != other.native),
        ("max_series", one.max_series != other.max_series),
        ("help", one.help != other.help),
    ];
    differing.into_iter().filter(|&(_, differs)| differs).map(|(what, _)| what).collect()
}

/// What a query sees of it, where the two differ: `a gauge, not a counter`.
pub(super) fn seen_by_queries(one: &Record, other: &Record) -> Vec<String> {
    let kind = |record: &Record| format!("{} {}", record.kind.article(), record.kind.word());
    let unit = |record: &Record| match &record.unit {
        Some(unit) => format!("in {unit}"),
        None => "without a unit".to_owned(),
    };
    [kind(one), unit(one), labelled(one)]
        .into_iter()
        .zip([kind(other), unit(other), labelled(other)])
        .filter(|(one, other)| one != other)
        .map(|(one, other)| format!("{one}, not {other}"))
        .collect()
}

/// The labels by their names, whose order no query sees.
fn labelled(record: &Record) -> String {
    let names: BTreeSet<&str> = record.labels.iter().map(|label| label.name.as_str()).collect();
    if names.is_empty() {
        return "without labels".to_owned();
    }
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("labelled {}", names.join(", "))
}
