//! A block of code on a page.

use std::fmt;

/// A block of code, and what its first line says of it: a language, and marks behind commas.
#[derive(Clone, Debug)]
pub struct Block {
    /// The page that it is on.
    pub file: &'static str,
    /// The line of the page that it starts in, from 1.
    pub line: usize,
    /// What it is written in; empty if it doesn't say.
    pub language: String,
    /// What else is known of it.
    pub marks: Vec<String>,
    /// What it holds.
    pub text: String,
}

impl Block {
    pub(crate) fn new(file: &'static str, line: usize, words: &str) -> Self {
        let mut words = words.split(',').map(|word| word.trim().to_owned());
        let language = words.next().unwrap_or_default();
        Self { file, line, language, marks: words.collect(), text: String::new() }
    }

    /// Whether it has this mark.
    pub fn has(&self, mark: &str) -> bool {
        self.marks.iter().any(|known| known == mark)
    }
}

/// Where it is.
impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "docs/{}:{}", self.file, self.line)
    }
}
