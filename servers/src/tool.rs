//! The tools, as `cargo xtask test` hands them over.

use std::env;
use std::io::{Seek, Write};
use std::process::{Command, Output};

pub(crate) const PROMETHEUS: &str = "LOWCARD_PROMETHEUS";
pub(crate) const PROMETHEUS_3: &str = "LOWCARD_PROMETHEUS_3";
pub(crate) const PROMTOOL: &str = "LOWCARD_PROMTOOL";
pub(crate) const PUSHGATEWAY: &str = "LOWCARD_PUSHGATEWAY";
pub(crate) const PYTHON: &str = "LOWCARD_PYTHON";
pub(crate) const TEMPORAL: &str = "LOWCARD_TEMPORAL";

/// A call of the tool whose path is in `variable`.
#[track_caller]
pub(crate) fn command(variable: &str) -> Command {
    let path = env::var_os(variable).unwrap_or_else(|| {
        panic!("{variable} does not say where the tool is: run `cargo xtask test`, which fetches it and sets this")
    });
    Command::new(path)
}

/// What the tool says to `text`. It reads from a file, so that neither can wait for the other.
#[track_caller]
pub(crate) fn told(tool: &mut Command, text: &str) -> Output {
    let mut stdin = tempfile::tempfile().expect("a temporary file");
    stdin.write_all(text.as_bytes()).expect("room for the text");
    stdin.rewind().expect("a file can be rewound");
    tool.stdin(stdin).output().unwrap_or_else(|error| panic!("{tool:?} could not be started: {error}"))
}
