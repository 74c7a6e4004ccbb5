//! The rules that results point to.

use lowcard_schema::{Level, Rule};
use serde_json::{Value, json};

use super::message;
use crate::pages::page;

/// Every rule, whether something breaks it or not, so that an index means the same in each log of a version.
pub(super) fn all() -> Value {
    Rule::ALL.iter().copied().map(descriptor).collect()
}

/// The rule's place in [`all`].
pub(super) fn index(rule: Rule) -> Option<usize> {
    Rule::ALL.iter().position(|known| *known == rule)
}

/// The word for a level.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Allow => "none",
    }
}

fn descriptor(rule: Rule) -> Value {
    json!({
        "id": rule.id(),
        "shortDescription": message(rule.summary()),
        "help": { "text": page(rule), "markdown": page(rule) },
        "defaultConfiguration": {
            "enabled": rule.default_level() != Level::Allow,
            "level": level(rule.default_level()),
        },
    })
}
