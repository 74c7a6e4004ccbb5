//! Findings as SARIF 2.1.0, which GitHub's code scanning and editors read:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

mod fix;
mod result;
mod rule;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a log that is not valid fails its test")]
mod schema;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "what is missing in a log fails its test")]
mod tests;

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Map, Value, json};

use super::View;
use super::excerpt::Files;
use super::json::line;
use super::uri::uri;
use crate::finding::Finding;

/// What relative references start from.
const SOURCES: &str = "%SRCROOT%";

/// Prints one log with one run.
pub(super) fn findings(findings: &[Finding], view: &View, out: &mut dyn Write) -> io::Result<()> {
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run(findings, view)],
    });
    writeln!(out, "{}", line(&log))
}

fn run(findings: &[Finding], view: &View) -> Value {
    json!({
        "tool": { "driver": driver() },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { SOURCES: { "description": { "text": "The folder that files are relative to." } } },
        "invocations": [{ "executionSuccessful": true }],
        "results": result::all(findings, view, &mut Files::new(&view.root)),
    })
}

fn driver() -> Map<String, Value> {
    let mut driver = object([
        ("name", json!(env!("CARGO_PKG_NAME"))),
        ("version", json!(env!("CARGO_PKG_VERSION"))),
        ("semanticVersion", json!(env!("CARGO_PKG_VERSION"))),
        ("rules", rule::all()),
    ]);
    let repository = env!("CARGO_PKG_REPOSITORY");
    if !repository.is_empty() {
        driver.insert("informationUri".to_owned(), json!(repository));
    }
    driver
}

fn artifact(file: &Path, view: &View) -> Value {
    let file = view.in_checkout(file);
    if file.is_absolute() { json!({ "uri": uri(&file) }) } else { json!({ "uri": uri(&file), "uriBaseId": SOURCES }) }
}

fn message(text: &str) -> Value {
    json!({ "text": text })
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    entries.map(|(key, value)| (key.to_owned(), value)).into_iter().collect()
}
