//! Findings for programs: one JSON object a line, and nothing else.
//!
//! The keys are part of what lowcard promises. Each is always there; what is not known is `null`.
//!
//! | key | value |
//! |---|---|
//! | `rule` | the rule's id |
//! | `level` | `"deny"` or `"warn"`, as the policy has it |
//! | `message` | what is wrong, and why |
//! | `help` | what to write instead |
//! | `place` | where: `file`, and `start` and `end`, each a `line` and a `column` in characters, both from 1 |
//! | `related` | further places, each a `place` and the `message` on it |
//! | `policy` | the line of the policy that forbids it: `file` and `line` |
//! | `governed_by` | the policy file in which an exception would stand |
//! | `metric`, `label` | what it is about, as an exception would name it |
//! | `edit` | what mends it: in `file`, from byte `start` to byte `end`, `original` becomes `replacement` |
//!
//! Files are relative to the workspace where they are inside of it. More keys may come.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::plain::is_obeyed;
use crate::finding::{Edit, Finding, Place, Position};

/// Prints each finding as an object in a line of its own.
pub(super) fn findings(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    for finding in findings {
        writeln!(out, "{}", line(&object(finding)))?;
    }
    Ok(())
}

/// The value in one line, in which a terminal finds nothing to obey: outside of strings, JSON is printable ASCII.
pub(super) fn line(value: &Value) -> String {
    let mut text = String::new();
    for c in value.to_string().chars() {
        if is_obeyed(c) {
            let _infallible = write!(text, "\\u{:04x}", u32::from(c));
        } else {
            text.push(c);
        }
    }
    text
}

pub(super) fn object(finding: &Finding) -> Value {
    let related = finding.related.iter().map(|(at, message)| json!({ "place": place(at), "message": message }));
    json!({
        "rule": finding.rule.id(),
        "level": finding.level.word(),
        "message": finding.message,
        "help": finding.help,
        "place": finding.place.as_ref().map(place),
        "related": related.collect::<Vec<_>>(),
        "policy": finding.policy.as_ref().map(|(path, line)| json!({ "file": file(path), "line": line })),
        "governed_by": finding.governed_by.as_deref().map(file),
        "metric": finding.metric,
        "label": finding.label,
        "edit": finding.edit.as_ref().map(edit),
    })
}

fn place(place: &Place) -> Value {
    json!({ "file": file(&place.file), "start": place.start.map(position), "end": place.end.map(position) })
}

fn position(position: Position) -> Value {
    json!({ "line": position.line, "column": position.column })
}

fn edit(edit: &Edit) -> Value {
    json!({
        "file": file(&edit.file),
        "start": edit.bytes.start,
        "end": edit.bytes.end,
        "original": edit.original,
        "replacement": edit.replacement,
    })
}

fn file(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "what is no JSON fails its test")]
mod tests {
    use serde_json::{Value, json};

    use crate::report::{Format, samples};

    fn lines(printed: &str) -> Vec<Value> {
        printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_finding_is_an_object_with_all_its_keys() {
        let printed = samples::printed(&[samples::denied_label()], Format::Json);
        let expected = json!({
            "rule": "label/denied",
            "level": "deny",
            "message": "label `user_id` may not be used: one series per user",
            "help": "record the user in a span attribute or an exemplar instead",
            "place": {
                "file": "src/metrics.rs",
                "start": { "line": 2, "column": 6 },
                "end": { "line": 2, "column": 13 },
            },
            "related": [{
                "place": { "file": "src/größe.rs", "start": { "line": 1, "column": 14 }, "end": null },
                "message": "and here",
            }],
            "policy": { "file": "lowcard.toml", "line": 2 },
            "governed_by": "lowcard.toml",
            "metric": "shop_orders_total",
            "label": "user_id",
            "edit": { "file": "src/metrics.rs", "start": 23, "end": 30, "original": "user_id", "replacement": "user" },
        });
        assert_eq!(lines(&printed), [expected]);
    }

    #[test]
    fn what_is_not_known_is_null() {
        let object = lines(&samples::printed(&[samples::bare()], Format::Json)).remove(0);
        assert_eq!(object.as_object().unwrap().len(), 11);
        for key in ["help", "place", "policy", "governed_by", "metric", "label", "edit"] {
            assert_eq!(object[key], Value::Null, "{key}");
        }
    }

    #[test]
    fn a_hostile_message_stays_in_its_line_and_comes_back_whole() {
        let printed = samples::printed(&[samples::hostile()], Format::Json);
        assert!(printed.trim_end().chars().all(|c| !c.is_control() && c != '\u{202e}'), "{printed:?}");
        assert_eq!(lines(&printed)[0]["message"], samples::hostile().message);
    }

    #[test]
    fn nothing_found_is_nothing_printed() {
        assert_eq!(samples::printed(&[], Format::Json), "");
    }
}
