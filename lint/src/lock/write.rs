//! Writes the lock: sorted, one fact a line.

use core::fmt::Write as _;

use lowcard_schema::Native;
use lowcard_schema::record::DeprecationRecord;

use super::{Domain, Entry, Lock, VERSION, VERSION_KEY};
use crate::quoted::{bare_or_quoted, quoted};

const HEADING: &str = "\
# The metrics of this workspace, for review: what a change here breaks, `cargo lowcard diff` says.
# Written by `cargo lowcard lock`. After a merge, write it again.
";

/// The text of the file.
pub fn write(lock: &Lock) -> String {
    let mut text = format!("{HEADING}{VERSION_KEY} = {VERSION}\n");
    for (key, entry) in &lock.entries {
        text.push('\n');
        metric(&mut text, &bare_or_quoted(key), entry);
    }
    text
}

fn metric(text: &mut String, name: &str, entry: &Entry) {
    let mut line = |key: &str, value: &str| {
        let _infallible = writeln!(text, "{name}.{key} = {value}");
    };
    line("type", &quoted(entry.kind.word()));
    line("help", &quoted(&entry.help));
    if let Some(unit) = &entry.unit {
        line("unit", &quoted(unit));
    }
    if let Some(category) = &entry.category {
        line("category", &quoted(category));
    }
    if let Some(stability) = entry.stability {
        line("stability", &quoted(stability.word()));
    }
    if let Some(deprecated) = &entry.deprecated {
        line("deprecated", &deprecation(deprecated));
    }
    for (label, domain) in &entry.labels {
        line(&format!("labels.{}", bare_or_quoted(label)), &self::domain(domain));
    }
    if !entry.buckets.is_empty() {
        line("buckets", &array(entry.buckets.iter().map(|bound| format!("{bound:?}"))));
    }
    if let Some(Native { schema, max_buckets }) = entry.native {
        line("native", &format!("{{ schema = {schema}, max_buckets = {max_buckets} }}"));
    }
    if let Some(series) = entry.series {
        line("series", &series.to_string());
    }
}

fn deprecation(deprecated: &DeprecationRecord) -> String {
    let since = deprecated.since.as_ref().map(|since| format!("since = {}", quoted(since)));
    let replaced_by = deprecated.replaced_by.as_ref().map(|name| format!("replaced_by = {}", quoted(name)));
    let stated: Vec<String> = since.into_iter().chain(replaced_by).collect();
    if stated.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", stated.join(", ")) }
}

fn domain(domain: &Domain) -> String {
    match domain {
        Domain::Closed(values) => array(values.iter().map(|value| quoted(value))),
        Domain::Capped { max, overflow } => format!("{{ max = {max}, overflow = {} }}", quoted(overflow)),
        Domain::Constant => quoted("constant"),
    }
}

fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}
