//! Runs a command whose words matter only if it fails.

use std::process::Command;

/// The error holds the command, and all that it said on stderr.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let line = typed(command);
    let output = command.output().map_err(|error| format!("`{line}` could not be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("`{line}` failed ({})\n{}", output.status, String::from_utf8_lossy(&output.stderr).trim_end()))
}

/// The command as one types it.
fn typed(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
