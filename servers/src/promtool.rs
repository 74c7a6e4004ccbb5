//! `promtool`, which lints what a service exposes, and reads rules.

use std::io::Write;

use crate::tool;

/// Holds a text exposition against `promtool check metrics`. The error is what it said.
#[track_caller]
pub fn check_metrics(text: &str) -> Result<(), String> {
    let output = tool::told(tool::command(tool::PROMTOOL).args(["check", "metrics"]), text);
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    if output.status.success() && said.is_empty() { Ok(()) } else { Err(format!("{said}({})", output.status)) }
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
