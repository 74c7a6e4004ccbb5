//! The lines that a place is in, to show them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::plain::is_obeyed;
use crate::finding::Place;

/// The files that findings point into, each read once.
pub(super) struct Files {
    root: PathBuf,
    texts: BTreeMap<PathBuf, Option<String>>,
}

/// Some lines of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The lines, in which every character takes one place.
    pub(super) text: String,
    /// The number of the first one.
    pub(super) line: usize,
    /// The bytes of the lines that the place is about.
    pub(super) marked: Range<usize>,
}

impl Files {
    /// Files are relative to `root`.
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), texts: BTreeMap::new() }
    }

    /// The text of a file; nothing if there is none, or none that could be shown.
    pub(super) fn text(&mut self, file: &Path) -> Option<&str> {
        if !self.texts.contains_key(file) {
            let path = self.root.join(file);
            let text = path.is_file().then(|| fs::read_to_string(&path).ok()).flatten();
            self.texts.insert(file.to_owned(), text);
        }
        self.texts.get(file)?.as_deref()
    }

    /// What is written at a place; nothing if the file has no such line, as it was moved or changed.
    pub(super) fn excerpt(&mut self, place: &Place) -> Option<Excerpt> {
        let start = place.start?;
        let lines: Vec<&str> = self.text(&place.file)?.split('\n').collect();
        let end = place.end.filter(|end| *end > start);
        let last = end.map_or(start.line, |end| end.line.min(lines.len()));
        let shown: Vec<String> =
            lines.get(start.line.checked_sub(1)?..last)?.iter().map(|line| visible(line)).collect();
        let (first, final_) = (shown.first()?, shown.last()?);
        let text = shown.join("\n");
        let from = start_of_word(first, offset(first, start.column));
        let to = match end {
            Some(end) if end.line == last => text.len() - final_.len() + offset(final_, end.column),
            Some(_) => text.len(),
            None => from + word(first.get(from..)?),
        };
        Some(Excerpt { line: start.line, marked: from..to.max(from), text })
    }
}

/// The line, in which what a terminal would obey is one mark.
fn visible(line: &str) -> String {
    let mark = |c: char| if c != '\t' && is_obeyed(c) { char::REPLACEMENT_CHARACTER } else { c };
    line.trim_end_matches('\r').chars().map(mark).collect()
}

/// The byte at which a column starts; the line's end if it is shorter.
fn offset(line: &str, column: usize) -> usize {
    line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(offset, _)| offset)
}

/// Where the next word starts: the policy's lines are known without a column. The place itself if there is none.
fn start_of_word(line: &str, from: usize) -> usize {
    let rest = line.get(from..).unwrap_or_default();
    let spaces = rest.len() - rest.trim_start().len();
    if spaces < rest.len() { from + spaces } else { from }
}

/// How many bytes the identifier takes that the text starts with, or if there is none, everything up to a space.
fn word(text: &str) -> usize {
    let in_identifier = |c: char| c.is_alphanumeric() || c == '_';
    let length = text.find(|c| !in_identifier(c)).unwrap_or(text.len());
    if length > 0 { length } else { text.find(char::is_whitespace).unwrap_or(text.len()) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a file that can't be written fails its test")]
mod tests {
    use std::fs;

    use super::{Excerpt, Files};
    use crate::finding::Place;

    /// What is marked, and the lines that it is shown in.
    fn marked(text: &str, place: &Place) -> Option<(String, String)> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("lib.rs"), text).unwrap();
        let Excerpt { text, marked, .. } = Files::new(folder.path()).excerpt(place)?;
        Some((text[marked].to_owned(), text))
    }

    fn word_at(text: &str, line: usize, column: usize) -> Option<String> {
        marked(text, &Place::at("lib.rs", line, column)).map(|(marked, _)| marked)
    }

    #[test]
    fn without_an_end_the_word_is_marked() {
        assert_eq!(word_at("pub user_id: UserId,", 1, 5).as_deref(), Some("user_id"));
        assert_eq!(word_at("/* größe */ größe_total", 1, 13).as_deref(), Some("größe_total"));
        assert_eq!(word_at("\n[[exception]] # why\n", 2, 1).as_deref(), Some("[[exception]]"));
        assert_eq!(word_at("\t\tx", 1, 3).as_deref(), Some("x"));
        assert_eq!(word_at("  \"tenant\", # why", 1, 1).as_deref(), Some("\"tenant\","));
    }

    #[test]
    fn the_end_of_a_line_and_of_the_file_are_places() {
        assert_eq!(word_at("let x\r\n", 1, 6).as_deref(), Some(""));
        assert_eq!(word_at("let x", 1, 99).as_deref(), Some(""));
        assert_eq!(word_at("let x\n", 2, 1).as_deref(), Some(""));
        assert_eq!(word_at("", 1, 1).as_deref(), Some(""));
    }

    #[test]
    fn a_line_that_is_not_there_is_not_shown() {
        assert_eq!(word_at("let x", 2, 1), None);
        assert_eq!(word_at("let x", 0, 1), None);
        assert_eq!(word_at("let x", usize::MAX, usize::MAX), None);
        assert_eq!(Files::new("/".as_ref()).excerpt(&Place::at("dev/zero", 1, 1)), None);
    }

    #[test]
    fn several_lines_are_shown_up_to_the_end() {
        let text = "a(\n  b,\n)";
        assert_eq!(marked(text, &Place::at("lib.rs", 1, 1).to(3, 2)).unwrap().0, text);
        assert_eq!(marked(text, &Place::at("lib.rs", 2, 3).to(9, 1)).unwrap(), ("b,\n)".into(), "  b,\n)".into()));
        assert_eq!(marked(text, &Place::at("lib.rs", 2, 3).to(1, 1)).unwrap().0, "b");
    }

    #[test]
    fn what_a_terminal_would_obey_is_a_mark() {
        let (marked, text) = marked("\u{9b}31m\u{1b}[x tail", &Place::at("lib.rs", 1, 8)).unwrap();
        assert_eq!((marked.as_str(), text.as_str()), ("tail", "\u{fffd}31m\u{fffd}[x tail"));
    }
}
