//! What is wrong with an exposition.

use std::borrow::Cow;
use std::{error, fmt};

/// How much of a line an error shows.
const SHOWN: usize = 120;

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
    help: Cow<'static, str>,
}

impl Invalid {
    pub(super) fn new(line: usize, text: &str, message: &str, help: Cow<'static, str>) -> Self {
        Self { line, text: shortened(text), message: printable(message.chars()), help }
    }

    /// The number of the line, from 1. If something is missing at the end, it is the line where it should be.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The line, without its end if it is long, and with control characters escaped.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is wrong, with control characters escaped.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do.
    pub fn help(&self) -> &str {
        &self.help
    }
}

fn shortened(text: &str) -> String {
    let mut shortened = printable(text.chars().take(SHOWN));
    if text.chars().nth(SHOWN).is_some() {
        shortened.push('…');
    }
    shortened
}

/// Control characters would do something to the terminal.
fn printable(text: impl Iterator<Item = char>) -> String {
    let mut printable = String::new();
    for character in text {
        if character.is_control() {
            printable.extend(character.escape_default());
        } else {
            printable.push(character);
        }
    }
    printable
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}\n  found: {}\n  help: {}", self.line, self.message, self.text, self.help)
    }
}

/// As it is displayed: this is what a test that returns the error prints.
impl fmt::Debug for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for Invalid {}

#[cfg(test)]
mod tests {
    use super::{SHOWN, shortened};

    #[test]
    fn long_lines_are_cut_between_characters() {
        assert_eq!(shortened(&"🦀".repeat(SHOWN)), "🦀".repeat(SHOWN));
        assert_eq!(shortened(&"🦀".repeat(SHOWN + 1)), "🦀".repeat(SHOWN) + "…");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(shortened("a\u{1b}[2J\tb\r"), "a\\u{1b}[2J\\tb\\r");
    }
}
