use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::schema::checked;
use crate::finding::{Finding, Place};
use crate::report::{Format, View, samples};

/// The log, after it has been checked.
fn log(found: &[Finding]) -> Value {
    checked(&samples::printed(found, Format::Sarif))
}

fn results(found: &[Finding]) -> Vec<Value> {
    log(found)["runs"][0]["results"].as_array().unwrap().clone()
}

#[test]
fn a_finding_is_a_result_that_points_to_its_rule() {
    let log = log(&[samples::denied_label()]);
    let result = &log["runs"][0]["results"][0];
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], "label/denied");
    assert_eq!(result["ruleId"], "label/denied");
    assert_eq!(result["level"], "error");
    assert_eq!(
        result["message"]["text"],
        "label `user_id` may not be used: one series per user\n\n\
         help: record the user in a span attribute or an exemplar instead"
    );
    assert_eq!(
        result["locations"],
        json!([{ "physicalLocation": {
            "artifactLocation": { "uri": "src/metrics.rs", "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 13 },
        } }])
    );
}

#[test]
fn further_places_and_the_line_of_the_policy_are_related() {
    let related = results(&[samples::denied_label()])[0]["relatedLocations"].clone();
    let said = |index: usize| related[index]["message"]["text"].as_str().unwrap().to_owned();
    let file = |index: usize| related[index]["physicalLocation"]["artifactLocation"]["uri"].clone();
    assert_eq!((said(0), file(0)), ("and here".to_owned(), json!("src/gr%C3%B6%C3%9Fe.rs")));
    assert_eq!((said(1), file(1)), ("the policy forbids it here".to_owned(), json!("lowcard.toml")));
}

#[test]
fn an_edit_is_a_fix_where_the_file_is_still_the_same() {
    let expected = json!([{
        "description": { "text": "record the user in a span attribute or an exemplar instead" },
        "artifactChanges": [{
            "artifactLocation": { "uri": "src/metrics.rs", "uriBaseId": "%SRCROOT%" },
            "replacements": [{
                "deletedRegion": { "startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 13 },
                "insertedContent": { "text": "user" },
            }],
        }],
    }]);
    assert_eq!(results(&[samples::denied_label()])[0]["fixes"], expected);
    let mut changed = samples::denied_label();
    changed.edit.as_mut().unwrap().original = "account_id".to_owned();
    assert_eq!(results(&[changed])[0].get("fixes"), None);
}

#[test]
fn a_fingerprint_outlives_moved_lines_and_tells_findings_apart() {
    let prints = |found: &[Finding]| -> Vec<Value> {
        results(found).iter().map(|result| result["partialFingerprints"]["handle/v1"].clone()).collect()
    };
    let moved = Finding { place: Some(Place::at("src/metrics.rs", 40, 1)), ..samples::denied_label() };
    assert_eq!(prints(&[samples::denied_label()]), prints(std::slice::from_ref(&moved)));
    let series = |count| Finding { message: format!("the crate can have {count} series"), ..samples::bare() };
    assert_eq!(prints(&[series(31)]), prints(&[series(2_048)]));
    let other = Finding { label: Some("email".into()), ..samples::denied_label() };
    let unlike = prints(&[samples::denied_label(), moved, other, samples::bare(), samples::hostile()]);
    let texts: BTreeSet<&str> = unlike.iter().map(|print| print.as_str().unwrap()).collect();
    assert_eq!(texts.len(), unlike.len(), "{unlike:?}");
}

#[test]
fn the_bare_the_strange_and_the_hostile_are_valid() {
    let at = |place| Finding { place: Some(place), ..samples::bare() };
    log(&[]);
    log(&[
        samples::bare(),
        samples::hostile(),
        at(Place::file("metrics.lock")),
        at(Place::at("/outside/a b/lib.rs", 3, 1)),
        at(Place::at("a.rs", 3, 7).to(1, 1)),
        at(Place::at("a.rs", 3, 7).to(3, 7)),
    ]);
}

#[test]
fn files_are_relative_to_what_was_checked_out() {
    let view = View { root: "/repository/backend".into(), checkout: Some("/repository".into()), ..View::default() };
    let printed = samples::printed_in(&view, &[samples::denied_label()], Format::Sarif);
    let location = &checked(&printed)["runs"][0]["results"][0]["locations"][0];
    assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], "backend/src/metrics.rs");
}
