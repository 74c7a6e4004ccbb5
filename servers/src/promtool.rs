//! `promtool`, which lints what a service exposes.

use crate::tool;

/// Holds a text exposition against `promtool check metrics`. The error is what it said.
#[track_caller]
pub fn check_metrics(text: &str) -> Result<(), String> {
    let output = tool::told(tool::command(tool::PROMTOOL).args(["check", "metrics"]), text);
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    if output.status.success() && said.is_empty() { Ok(()) } else { Err(format!("{said}({})", output.status)) }
}
