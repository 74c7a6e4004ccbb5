//! The lines of an exposition.

use super::Invalid;

/// A line without its line feed, and its number from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) text: &'a str,
}

impl Line<'_> {
    /// That this line breaks a rule.
    pub(super) fn invalid(self, message: impl AsRef<str>, help: impl AsRef<str>) -> Invalid {
        Invalid::new(self.number, self.text, message.as_ref(), help.as_ref())
    }
}

/// The lines in order; an error for one that is none.
pub(super) fn lines(exposition: &[u8]) -> impl Iterator<Item = Result<Line<'_>, Invalid>> {
    exposition.split_inclusive(|&byte| byte == b'\n').zip(1..).map(|(bytes, number)| line(number, bytes))
}

fn line(number: usize, bytes: &[u8]) -> Result<Line<'_>, Invalid> {
    let Ok(text) = str::from_utf8(bytes) else {
        let text = String::from_utf8_lossy(bytes);
        return Err(Line { number, text: &text }.invalid("the line is no UTF-8", "write names and values in UTF-8"));
    };
    let line = Line { number, text: text.strip_suffix('\n').unwrap_or(text) };
    if line.text.len() == text.len() {
        return Err(line.invalid("the last line doesn't end", "end it with a line feed"));
    }
    if number == 1 && text.starts_with('\u{feff}') {
        return Err(line.invalid("the exposition starts with a byte order mark", "write UTF-8 without one"));
    }
    if line.text.ends_with('\r') {
        return Err(line.invalid("the line ends with a carriage return", "end lines with a line feed alone"));
    }
    Ok(line)
}
