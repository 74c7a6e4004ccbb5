//! A finding as a result.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{artifact, fix, message, object, rule};
use crate::finding::{Finding, Place, Position};
use crate::report::excerpt::Files;
use crate::report::{FORBIDDEN, View};

/// The results, each with a fingerprint of its own.
pub(super) fn all(findings: &[Finding], view: &View, files: &mut Files) -> Value {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut result = |finding| {
        let handle = handle(finding);
        let count = seen.entry(handle.clone()).or_default();
        *count += 1;
        let mut result = result(finding, view, files);
        result.insert("partialFingerprints".to_owned(), json!({ "handle/v1": format!("{handle}:{count}") }));
        Value::Object(result)
    };
    findings.iter().map(&mut result).collect()
}

/// What stays the same when lines move: the rule, and the metric and label that it is about. Where there is neither, what is
/// said of the file, without its numbers, which move too.
fn handle(finding: &Finding) -> String {
    let file = finding.place.as_ref().map(|place| place.file.to_string_lossy()).unwrap_or_default();
    match (&finding.metric, &finding.label) {
        (None, None) => {
            format!("{}|{file}|{}", finding.rule, finding.message.replace(|c: char| c.is_ascii_digit(), ""))
        }
        (metric, label) => {
            let [metric, label] = [metric, label].map(|name| name.as_deref().unwrap_or_default());
            format!("{}|{metric}|{label}", finding.rule)
        }
    }
}

fn result(finding: &Finding, view: &View, files: &mut Files) -> Map<String, Value> {
    let help = finding.help.as_ref().map(|help| format!("\n\nhelp: {help}")).unwrap_or_default();
    let mut result = object([
        ("ruleId", json!(finding.rule.id())),
        ("level", json!(rule::level(finding.level))),
        ("message", message(&format!("{}{help}", finding.message))),
        ("locations", finding.place.iter().map(|place| location(place, view)).collect()),
    ]);
    if let Some(index) = rule::index(finding.rule) {
        result.insert("ruleIndex".to_owned(), json!(index));
    }
    let related = related(finding, view);
    if !related.is_empty() {
        result.insert("relatedLocations".to_owned(), Value::Array(related));
    }
    if let Some(fix) = finding.edit.as_ref().and_then(|edit| fix::of(edit, finding, view, files)) {
        result.insert("fixes".to_owned(), json!([fix]));
    }
    result
}

fn location(place: &Place, view: &View) -> Value {
    let mut physical = object([("artifactLocation", artifact(&place.file, view))]);
    if let Some(start) = place.start {
        physical.insert("region".to_owned(), region(start, place.end));
    }
    json!({ "physicalLocation": physical })
}

/// An end before the start is none.
pub(super) fn region(start: Position, end: Option<Position>) -> Value {
    match end.filter(|end| *end >= start) {
        Some(end) => json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        }),
        None => json!({ "startLine": start.line, "startColumn": start.column }),
    }
}

/// The further places, and the line of the policy.
fn related(finding: &Finding, view: &View) -> Vec<Value> {
    let policy = finding.policy_place().map(|place| (place, FORBIDDEN.to_owned()));
    let places = finding.related.iter().cloned().chain(policy);
    let location = |(id, (place, what)): (usize, (Place, String))| {
        let mut location = location(&place, view);
        location["id"] = json!(id);
        location["message"] = message(&what);
        location
    };
    places.enumerate().map(location).collect()
}
