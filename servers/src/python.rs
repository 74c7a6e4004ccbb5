//! `prometheus_client`, whose parsers are the strict ones.

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
    /// The UNIT, which only OpenMetrics has; otherwise empty.
    pub unit: String,
    /// Every sample, in the order of the text.
    pub samples: Vec<Sample>,
}

/// Parses an exposition in the text format 0.0.4. A refusal is a panic with the parser's reason.
#[track_caller]
pub fn parse(exposition: &str) -> Vec<Family> {
    parsed("text", exposition)
}

/// Parses an exposition in OpenMetrics 1.0. A refusal is a panic with the parser's reason.
#[track_caller]
pub fn parse_openmetrics(exposition: &str) -> Vec<Family> {
    parsed("openmetrics", exposition)
}

#[track_caller]
fn parsed(format: &str, exposition: &str) -> Vec<Family> {
    let output = tool::told(tool::command(tool::PYTHON).args(["-c", include_str!("parse.py"), format]), exposition);
    let refusal = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the Python parser refuses the exposition:\n{refusal}\n{exposition}");
    serde_json::from_slice(&output.stdout).expect("parse.py writes families")
}
