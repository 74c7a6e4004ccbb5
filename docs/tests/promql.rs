//! The queries on the pages ask for metrics that there are, and promtool can read them.
#![expect(clippy::unwrap_used, reason = "a folder that can't be read fails the test")]

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use lowcard_docs::blocks;
use lowcard_servers::promtool;
use serde_yaml_ng::Value;

/// Series that Prometheus itself writes.
const OF_PROMETHEUS: &[&str] = &["up", "scrape_samples_scraped", "scrape_duration_seconds"];

/// Words of PromQL that are no function.
const WORDS: &[&str] = &["and", "bool", "group_left", "group_right", "inf", "offset", "or", "unless"];

/// What adds up label names in parentheses.
const BEFORE_LABELS: &[&str] = &["by", "ignoring", "on", "without"];

#[test]
fn every_query_asks_for_metrics_that_there_are() {
    let known = known();
    let mut asked = 0;
    for (place, query) in queries() {
        for name in metrics(&query) {
            let family = ["_bucket", "_sum", "_count"].iter().find_map(|suffix| name.strip_suffix(suffix));
            let is_known = |name: &str| known.contains(name) || OF_PROMETHEUS.contains(&name);
            assert!(is_known(&name) || family.is_some_and(is_known), "{place}: there is no metric `{name}`");
            asked += 1;
        }
    }
    assert!(asked > 20, "of {asked} names, some have been passed over");
}

#[test]
fn names_are_told_from_functions_labels_and_words() {
    let query =
        r#"sum by (path, le) (rate(a_bucket{b="c d", e!~"f"}[5m])) / on (g) group_left clamp_min(h, 1e3) > bool 0.5"#;
    assert_eq!(metrics(query), ["a_bucket", "h"]);
}

#[test]
#[ignore = "cargo xtask test says where promtool is"]
fn promtool_reads_every_query() {
    let rules: String =
        queries().enumerate().fold("groups:\n- name: pages\n  rules:\n".to_owned(), |rules, (number, (_, query))| {
            format!(
                "{rules}  - record: query:number{number}\n    expr: {}\n",
                serde_yaml_ng::to_string(&query).unwrap().trim_end().replace('\n', "\n    ")
            )
        });
    promtool::check_rules(&rules).unwrap();
}

/// Each query, and where it is: a block of PromQL, whose queries are apart by empty lines, or a rule.
fn queries() -> impl Iterator<Item = (String, String)> {
    let alone = blocks("promql", &[]).flat_map(|block| {
        let queries = block.text.split("\n\n").map(without_comments).filter(|query| !query.is_empty());
        queries.map(|query| (block.to_string(), query)).collect::<Vec<_>>()
    });
    let in_rules = blocks("yaml", &["kubernetes"]).flat_map(|block| {
        let documents = serde_yaml_ng::Deserializer::from_str(&block.text);
        let documents: Vec<Value> =
            documents.map(|document| serde::Deserialize::deserialize(document).unwrap()).collect();
        let groups = documents.iter().filter_map(|object| object["spec"]["groups"].as_sequence());
        let rules = groups.flatten().filter_map(|group| group["rules"].as_sequence()).flatten();
        rules.map(|rule| (block.to_string(), rule["expr"].as_str().unwrap().to_owned())).collect::<Vec<_>>()
    });
    alone.chain(in_rules)
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
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        let word = &rest[start..];
        let end =
            word.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.' || c == ':')).unwrap_or(word.len());
        let (word, behind) = word.split_at(end);
        let behind = behind.trim_start();
        if BEFORE_LABELS.contains(&word) {
            rest = behind.split_once(')').map_or("", |(_, rest)| rest);
            continue;
        }
        let is_name = word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && !WORDS.contains(&word);
        let is_function = ["(", "by ", "without "].iter().any(|start| behind.starts_with(start));
        if is_name && !is_function {
            found.push(word.to_owned());
        }
        rest = behind;
    }
    found
}

/// A query without what stands between these.
fn without(query: &str, open: char, close: char) -> String {
    let mut inside = false;
    query
        .chars()
        .filter(|&c| {
            let is_edge = c == open || c == close;
            inside = if is_edge { c == open } else { inside };
            !is_edge && !inside
        })
        .collect()
}

/// The metrics that the pages' own code asserts, and those that lowcard's has by name.
fn known() -> HashSet<String> {
    let mut known = HashSet::new();
    blocks("rust", &[]).for_each(|block| add_words(&block.text, &mut known));
    add_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src"), &mut known);
    known
}

fn add_folder(folder: &Path, known: &mut HashSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { add_folder(&path, known) } else { add_words(&fs::read_to_string(&path).unwrap(), known) }
    }
}

/// The words that start as the name of a metric of the pages or of lowcard does.
fn add_words(text: &str, known: &mut HashSet<String>) {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let words =
        words.filter(|word| ["shop_", "lowcard_", "process_", "tokio_"].iter().any(|start| word.starts_with(start)));
    known.extend(words.map(str::to_owned));
}
