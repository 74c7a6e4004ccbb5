//! Findings that the tests of every format print.

use std::fs;

use lowcard_schema::{Level, Rule};

use super::{Format, View, findings};
use crate::finding::{Edit, Finding, Place};

/// What is printed for findings in the sample's files.
pub(super) fn printed(found: &[Finding], format: Format) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/metrics.rs"), "struct Delivery {\n\tpub user_id: UserId, // größe\n}\n").unwrap();
    fs::write(folder.path().join("src/größe.rs"), "/* größe */ \u{1b}user_id_größe").unwrap();
    fs::write(folder.path().join("lowcard.toml"), "[[labels.deny]]\nname = \"user_id\"\n").unwrap();
    printed_in(&View { root: folder.path().to_owned(), ..View::default() }, found, format)
}

/// What is printed for findings as the view has it.
pub(super) fn printed_in(view: &View, found: &[Finding], format: Format) -> String {
    let mut out = Vec::new();
    findings(found, format, view, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A finding of which everything is known.
pub(super) fn denied_label() -> Finding {
    Finding {
        rule: Rule::LabelDenied,
        level: Level::Deny,
        message: "label `user_id` may not be used: one series per user".into(),
        place: Some(Place::at("src/metrics.rs", 2, 6).to(2, 13)),
        related: vec![(Place::at("src/größe.rs", 1, 14), "and here".into())],
        help: Some("record the user in a span attribute or an exemplar instead".into()),
        policy: Some(("lowcard.toml".into(), 2)),
        governed_by: Some("lowcard.toml".into()),
        metric: Some("shop_orders_total".into()),
        label: Some("user_id".into()),
        edit: Some(Edit {
            file: "src/metrics.rs".into(),
            bytes: 23..30,
            original: "user_id".into(),
            replacement: "user".into(),
        }),
    }
}

/// A finding of which nothing is known but what is wrong.
pub(super) fn bare() -> Finding {
    Finding {
        rule: Rule::MetricUnused,
        level: Level::Warn,
        message: "nothing records it".into(),
        place: None,
        related: Vec::new(),
        help: None,
        policy: None,
        governed_by: None,
        metric: None,
        label: None,
        edit: None,
    }
}

/// A finding whose words come from somebody who wishes us ill.
pub(super) fn hostile() -> Finding {
    let words = "`a\u{1b}[31m\u{9b}2J\u{7}\u{202e}`\nerror: all is well\r\n";
    Finding {
        message: words.into(),
        place: Some(Place::at("src/\u{1b}[2J.rs", 1, 1)),
        related: vec![(Place::at("src/größe.rs", 1, 1), words.into())],
        help: Some(words.into()),
        ..bare()
    }
}
