//! Runs a command whose words matter only if it fails.

use std::process::Command;

/// The error holds all that it said on stderr, and the command.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    answer(command).map(drop)
}

/// The same, for a command that is asked something: what it said on stdout.
pub(crate) fn answer(command: &mut Command) -> Result<String, String> {
    let line = typed(command);
    let output = command.output().map_err(|error| format!("`{line}` could not be started: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{}\n`{line}` failed ({})", said.trim_end(), output.status).trim_start().to_owned())
}

/// The command as one types it.
fn typed(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
