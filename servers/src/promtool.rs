//! `promtool`, which lints what a service exposes, and reads rules.

use std::io::Write;

use crate::tool;

/// Its exit code where it has read everything, and found something.
const FOUND: i32 = 3;

/// Holds a text exposition against `promtool check metrics`. The error is what it said.
#[track_caller]
pub fn check_metrics(text: &str) -> Result<(), String> {
    let findings = lint(text)?;
    if findings.is_empty() { Ok(()) } else { Err(findings.join("\n")) }
}

/// What `promtool check metrics` finds in a text exposition, by lines: a metric, and what is wrong with it. The error is why
/// it can't be read.
#[track_caller]
pub fn lint(text: &str) -> Result<Vec<String>, String> {
    let output = tool::told(tool::command(tool::PROMTOOL).args(["check", "metrics"]), text);
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    match output.status.code() {
        Some(0 | FOUND) => Ok(said.lines().map(str::to_owned).collect()),
        _ => Err(format!("{said}({})", output.status)),
    }
}

/// Holds a file of rules against `promtool check rules`. The error is what it said.
#[track_caller]
pub fn check_rules(rules: &str) -> Result<(), String> {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(rules.as_bytes()).expect("room for the rules");
    let output = tool::told(tool::command(tool::PROMTOOL).args(["check", "rules"]).arg(file.path()), "");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    if output.status.success() { Ok(()) } else { Err(format!("{said}({})", output.status)) }
}
