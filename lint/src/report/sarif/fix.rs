//! An edit as a fix.

use serde_json::{Value, json};

use super::result::region;
use super::{artifact, message};
use crate::finding::{Edit, Finding, Position};
use crate::report::View;
use crate::report::excerpt::Files;

/// The fix, if the file still reads as the edit has it.
pub(super) fn of(edit: &Edit, finding: &Finding, view: &View, files: &mut Files) -> Option<Value> {
    let text = files.text(&edit.file)?;
    if text.get(edit.bytes.clone())? != edit.original {
        return None;
    }
    let (start, end) = (Position::of(text, edit.bytes.start), Position::of(text, edit.bytes.end));
    let replacement =
        json!({ "deletedRegion": region(start, Some(end)), "insertedContent": message(&edit.replacement) });
    Some(json!({
        "description": message(finding.help.as_deref().unwrap_or(&finding.message)),
        "artifactChanges": [{ "artifactLocation": artifact(&edit.file, view), "replacements": [replacement] }],
    }))
}
