//! What the standard's schema says of the properties that lowcard writes: which must be there, which may, and what they hold.

use std::collections::BTreeSet;

use serde_json::Value;

/// The log, if it is one.
pub(super) fn checked(printed: &str) -> Value {
    assert!(!printed.trim_end().contains(char::is_control), "{printed:?}");
    let log: Value = serde_json::from_str(printed).unwrap();
    keys(&log, &["version", "runs"], &["$schema"]);
    assert_eq!(log["version"], "2.1.0");
    for run in items(&log["runs"]) {
        self::run(run);
    }
    log
}

fn run(run: &Value) {
    keys(run, &["tool"], &["columnKind", "originalUriBaseIds", "invocations", "results"]);
    assert!(["utf16CodeUnits", "unicodeCodePoints"].contains(&run["columnKind"].as_str().unwrap()));
    keys(&run["tool"], &["driver"], &[]);
    let driver = &run["tool"]["driver"];
    keys(driver, &["name"], &["version", "semanticVersion", "rules", "informationUri"]);
    let rules: Vec<&Value> = items(&driver["rules"]).collect();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "two rules have one id");
    rules.into_iter().for_each(rule);
    for invocation in items(&run["invocations"]) {
        keys(invocation, &["executionSuccessful"], &[]);
        assert!(invocation["executionSuccessful"].is_boolean());
    }
    for base in run["originalUriBaseIds"].as_object().unwrap().values() {
        keys(base, &[], &["description"]);
        message(&base["description"]);
    }
    items(&run["results"]).for_each(|result| self::result(result, run));
}

fn rule(rule: &Value) {
    keys(rule, &["id"], &["shortDescription", "help", "defaultConfiguration"]);
    message(&rule["shortDescription"]);
    help(&rule["help"]);
    let configuration = &rule["defaultConfiguration"];
    keys(configuration, &[], &["enabled", "level"]);
    assert!(configuration["enabled"].is_boolean());
    level(&configuration["level"]);
}

fn result(result: &Value, run: &Value) {
    let optional = ["ruleId", "ruleIndex", "level", "locations", "relatedLocations", "partialFingerprints", "fixes"];
    keys(result, &["message"], &optional);
    message(&result["message"]);
    level(&result["level"]);
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    items(&result["locations"]).for_each(|location| self::location(location, run));
    let related: Vec<&Value> = result.get("relatedLocations").into_iter().flat_map(items).collect();
    let ids: BTreeSet<u64> = related.iter().map(|location| location["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), related.len(), "two places have one id");
    for location in related {
        self::location(location, run);
    }
    assert!(result["partialFingerprints"].as_object().unwrap().values().all(Value::is_string));
    result.get("fixes").into_iter().flat_map(items).for_each(|fix| self::fix(fix, run));
}

fn location(location: &Value, run: &Value) {
    keys(location, &[], &["id", "physicalLocation", "message"]);
    location.get("message").into_iter().for_each(message);
    let physical = &location["physicalLocation"];
    keys(physical, &["artifactLocation"], &["region"]);
    artifact(&physical["artifactLocation"], run);
    physical.get("region").into_iter().for_each(region);
}

fn fix(fix: &Value, run: &Value) {
    keys(fix, &["artifactChanges"], &["description"]);
    message(&fix["description"]);
    assert_ne!(items(&fix["artifactChanges"]).count(), 0);
    for change in items(&fix["artifactChanges"]) {
        keys(change, &["artifactLocation", "replacements"], &[]);
        artifact(&change["artifactLocation"], run);
        assert_ne!(items(&change["replacements"]).count(), 0);
        for replacement in items(&change["replacements"]) {
            keys(replacement, &["deletedRegion"], &["insertedContent"]);
            region(&replacement["deletedRegion"]);
            message(&replacement["insertedContent"]);
        }
    }
}

/// A relative reference names what it is relative to, and nothing in it needs encoding.
fn artifact(artifact: &Value, run: &Value) {
    keys(artifact, &["uri"], &["uriBaseId"]);
    let uri = artifact["uri"].as_str().unwrap();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    match artifact.get("uriBaseId") {
        Some(base) => {
            assert!(run["originalUriBaseIds"].get(base.as_str().unwrap()).is_some(), "{base}");
            assert!(!uri.starts_with('/') && uri.chars().all(allowed), "{uri}");
        }
        None => assert!(uri.strip_prefix("file:///").is_some_and(|path| path.chars().all(allowed)), "{uri}"),
    }
}

/// Lines and columns count from 1, and the end does not come before the start.
fn region(region: &Value) {
    keys(region, &["startLine"], &["startColumn", "endLine", "endColumn"]);
    let number = |key: &str| region.get(key).map(|number| number.as_u64().filter(|number| *number > 0).unwrap());
    let start = (number("startLine"), number("startColumn"));
    let end = (number("endLine").or(start.0), number("endColumn").or(start.1));
    assert!(start <= end, "{region}");
}

/// A page, which is also there for those who can't show Markdown.
fn help(help: &Value) {
    keys(help, &["text"], &["markdown"]);
    assert!(help["text"].is_string() && help["markdown"].is_string(), "{help}");
}

fn message(message: &Value) {
    keys(message, &["text"], &[]);
    assert!(message["text"].is_string(), "{message}");
}

fn level(level: &Value) {
    assert!(["none", "note", "warning", "error"].contains(&level.as_str().unwrap()), "{level}");
}

/// Has all of the first, and nothing beyond the second: the schema allows no properties of one's own.
fn keys(object: &Value, required: &[&str], optional: &[&str]) {
    let object = object.as_object().unwrap();
    for key in required {
        assert!(object.contains_key(*key), "`{key}` is missing in {object:?}");
    }
    for key in object.keys() {
        assert!(required.contains(&key.as_str()) || optional.contains(&key.as_str()), "`{key}` in {object:?}");
    }
}

fn items(array: &Value) -> impl Iterator<Item = &Value> {
    array.as_array().unwrap().iter()
}
