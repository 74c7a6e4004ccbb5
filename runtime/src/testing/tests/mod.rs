//! Every rule with the smallest exposition that breaks it, and what comes close and breaks none.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has failed")]

mod comparing;
mod openmetrics;
mod reading;
mod text;

use super::{Exposition, Invalid};

/// An exposition that is refused: its text, the line of the fault, and a part of what is said about it.
type Bad = (&'static str, usize, &'static str);

#[track_caller]
fn assert_refused(read: impl Fn(&str) -> Result<Exposition, Invalid>, cases: &[Bad]) {
    for (text, line, message) in cases {
        let invalid = read(text).expect_err(text);
        assert!(invalid.message().contains(message), "{text}\nis refused with other words: {invalid}");
        assert_eq!(invalid.line(), *line, "{text}\nis refused in another line: {invalid}");
        assert!(!invalid.help().is_empty(), "{text}\nis refused without help");
    }
}

#[track_caller]
fn assert_accepted(read: impl Fn(&str) -> Result<Exposition, Invalid>, cases: &[&str]) {
    for text in cases {
        if let Err(invalid) = read(text) {
            panic!("{text}\nis refused: {invalid}");
        }
    }
}
