//! The queries on the pages ask for metrics that there are, and promtool can read them.
#![expect(clippy::unwrap_used, reason = "a folder that can't be read fails the test")]

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use lowcard_docs::blocks;
use lowcard_servers::promtool;
use serde::{Deserialize, Serialize};
use serde_yaml_ng::{Deserializer, Value};

/// Series that Prometheus itself writes.
const OF_PROMETHEUS: &[&str] = &["up", "scrape_samples_scraped"];

/// Words of a query that are no function.
const WORDS: &[&str] = &["and", "bool", "group_left", "group_right", "inf", "offset", "or", "unless"];

/// Those that label names in parentheses follow.
const BEFORE_LABELS: &[&str] = &["by", "group_left", "group_right", "ignoring", "on", "without"];

/// A file of rules, as Prometheus reads it.
#[derive(Serialize)]
struct Rules {
    groups: [Group; 1],
}

#[derive(Serialize)]
struct Group {
    name: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    record: String,
    expr: String,
}

#[test]
fn every_query_asks_for_metrics_that_there_are() {
    let asked = queries().flat_map(|(place, query)| metrics(&query).into_iter().map(move |name| (place.clone(), name)));
    let asked: Vec<_> = asked.collect();
    assert!(asked.len() > 20, "of {} names, some have been passed over", asked.len());
    let known = known();
    let unknown: Vec<_> = asked.iter().filter(|(_, name)| !known.contains(family(name))).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn names_are_told_from_functions_labels_and_words() {
    let query =
        r#"sum by (c) (rate(a_bucket{b="c d", e!~"f"}[5m])) / on (g) group_left (i) clamp_min(h, 1e3) > bool 0.5"#;
    assert_eq!(metrics(query), ["a_bucket", "h"]);
}

#[test]
#[ignore = "cargo xtask test says where promtool is"]
fn promtool_reads_every_query() {
    let rules = queries().enumerate().map(|(number, (_, expr))| Rule { record: format!("query:number{number}"), expr });
    let rules = Rules { groups: [Group { name: "pages", rules: rules.collect() }] };
    promtool::check_rules(&serde_yaml_ng::to_string(&rules).unwrap()).unwrap();
}

/// Each query, and where it is: in a block of `promql`, where they are apart by empty lines, or in a rule.
fn queries() -> impl Iterator<Item = (String, String)> {
    let alone = blocks("promql", &[]).flat_map(|block| {
        let queries = block.text.split("\n\n").map(without_comments).filter(|query| !query.is_empty());
        queries.map(|query| (block.to_string(), query)).collect::<Vec<_>>()
    });
    alone.chain(blocks("yaml", &["kubernetes"]).flat_map(|block| {
        let objects = Deserializer::from_str(&block.text).map(|object| Value::deserialize(object).unwrap());
        let expressions = objects.flat_map(|object| expressions(&object));
        expressions.map(|query| (block.to_string(), query)).collect::<Vec<_>>()
    }))
}

/// The queries in the rules of an object.
fn expressions(object: &Value) -> Vec<String> {
    let groups = object["spec"]["groups"].as_sequence().into_iter().flatten();
    let rules = groups.flat_map(|group| group["rules"].as_sequence().into_iter().flatten());
    rules.map(|rule| rule["expr"].as_str().unwrap().to_owned()).collect()
}

fn without_comments(query: &str) -> String {
    let lines = query.lines().map(|line| line.split('#').next().unwrap_or_default().trim_end());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The names that a query could mean a metric by.
fn metrics(query: &str) -> Vec<String> {
    let query = without(&without(query, '{', '}'), '[', ']');
    let mut found = Vec::new();
    let mut rest = &*query;
    while let Some(start) = rest.find(is_of_a_word) {
        let word = &rest[start..];
        let (word, behind) = word.split_at(word.find(|c| !is_of_a_word(c)).unwrap_or(word.len()));
        let behind = behind.trim_start();
        if BEFORE_LABELS.contains(&word) && behind.starts_with('(') {
            rest = behind.split_once(')').map_or("", |(_, rest)| rest);
            continue;
        }
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        let is_function = ["(", "by ", "without "].iter().any(|start| behind.starts_with(start));
        if !is_number && !is_function && !WORDS.contains(&word) {
            found.push(word.to_owned());
        }
        rest = behind;
    }
    found
}

fn is_of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || ['_', ':', '.'].contains(&c)
}

/// A query without what stands between these.
fn without(query: &str, open: char, close: char) -> String {
    let parts = query.split(open).map(|part| part.split_once(close).map_or(part, |(_, behind)| behind));
    parts.collect()
}

/// The families that the pages' own code names, those that lowcard's does, those that the tests of lowcard-temporal find, and
/// Prometheus's own.
fn known() -> HashSet<String> {
    let mut known: HashSet<_> = OF_PROMETHEUS.iter().map(ToString::to_string).collect();
    blocks("rust", &[]).for_each(|block| add_words(&block.text, &mut known));
    for folder in ["../runtime/src", "../temporal/src", "../temporal/tests"] {
        add_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut known);
    }
    known
}

fn add_folder(folder: &Path, known: &mut HashSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { add_folder(&path, known) } else { add_words(&fs::read_to_string(&path).unwrap(), known) }
    }
}

/// The words that start as the name of a metric of the pages or of lowcard does. A line break may be written before one.
fn add_words(text: &str, known: &mut HashSet<String>) {
    let text = text.replace("\\n", "\n");
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let starts = ["shop_", "lowcard_", "process_", "temporal_", "tokio_"];
    let words = words.filter(|word| starts.iter().any(|start| word.starts_with(start)));
    known.extend(words.map(|word| family(word).to_owned()));
}

/// What the name of a histogram's line is without its suffix.
fn family(name: &str) -> &str {
    let suffixes = ["_bucket", "_sum", "_count"];
    suffixes.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name)
}
