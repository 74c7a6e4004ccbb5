//! `prometheus_client`, whose parser is the strict one.

use serde::Deserialize;

use crate::Sample;
use crate::tool;

/// A metric family, as the parser understood it.
#[derive(Debug, Deserialize)]
pub struct Family {
    /// The name; a counter's comes without `_total`.
    pub name: String,
    /// `counter`, `gauge`, `histogram`, …
    pub kind: String,
    /// The HELP text.
    pub help: String,
    /// Every sample, in the order of the text.
    pub samples: Vec<Sample>,
}

/// Parses a text exposition. A refusal is a panic with the parser's reason.
#[track_caller]
pub fn parse(text: &str) -> Vec<Family> {
    let output = tool::told(tool::command(tool::PYTHON).args(["-c", include_str!("parse.py")]), text);
    let refusal = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the Python parser refuses the exposition:\n{refusal}\n{text}");
    serde_json::from_slice(&output.stdout).expect("parse.py writes families")
}
