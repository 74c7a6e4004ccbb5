//! What is wrong with an exposition.

use std::{error, fmt};

use super::shown::shortened;

/// How many characters of a line an error shows.
const SHOWN: usize = 120;
/// And how many of a sentence, which may quote names of any length.
const SAID: usize = 300;

/// The first rule that an exposition breaks: the line, what is wrong with it, and what to do.
///
/// ```
/// use lowcard::testing::Exposition;
///
/// let invalid = Exposition::from_text("# TYPE queue_length gauge\nqueue_length{} 3\nqueue_length 4\n").unwrap_err();
/// assert_eq!(invalid.line(), 3);
/// assert_eq!(invalid.to_string(), "\
/// line 3: the series `queue_length` is there already, in line 2
///   found: queue_length 4
///   help: write each series once; the order of its labels doesn't tell two apart, and an empty label is none");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Invalid {
    line: usize,
    text: String,
    message: String,
    help: String,
}

impl Invalid {
    pub(super) fn new(line: usize, text: &str, message: &str, help: &str) -> Self {
        Self { line, text: shortened(text, SHOWN), message: shortened(message, SAID), help: shortened(help, SAID) }
    }

    /// The number of the line, from 1. If something is missing at the end, it is the line where it should be.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The line, without its end if it is long, and with control characters escaped.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is wrong, in the same way.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do, in the same way.
    pub fn help(&self) -> &str {
        &self.help
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)?;
        if !self.text.is_empty() {
            write!(f, "\n  found: {}", self.text)?;
        }
        write!(f, "\n  help: {}", self.help)
    }
}

/// As it is displayed: this is what a test that returns the error prints.
impl fmt::Debug for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for Invalid {}
