//! Findings for people.

use std::io::{self, Write};

use lowcard_schema::Level;

use super::View;
use crate::finding::Finding;

/// Prints each finding, as rustc prints its errors.
pub(super) fn findings(findings: &[Finding], _view: &View, out: &mut dyn Write) -> io::Result<()> {
    for finding in findings {
        let level = if finding.level == Level::Deny { "error" } else { "warning" };
        writeln!(out, "{level}: {} [{}]", finding.message, finding.rule)?;
        if let Some(place) = &finding.place {
            let start = place.start.map(|start| format!(":{}:{}", start.line, start.column)).unwrap_or_default();
            writeln!(out, "  --> {}{start}", place.file.display())?;
        }
        if let Some(help) = &finding.help {
            writeln!(out, "  help: {help}")?;
        }
    }
    Ok(())
}
