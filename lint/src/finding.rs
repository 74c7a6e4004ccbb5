//! A broken rule, and where.

use std::ops::Range;
use std::path::PathBuf;

use lowcard_schema::policy::Line;
use lowcard_schema::{Level, Rule};

/// A broken rule, in words for the person who can mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How severe it is here, which the policy may have changed. Never [`Level::Allow`].
    pub level: Level,
    /// What is wrong, and why.
    pub message: String,
    /// Where; nothing if it is about something that is not there.
    pub place: Option<Place>,
    /// Further places, each with what is there.
    pub related: Vec<(Place, String)>,
    /// What to write instead.
    pub help: Option<String>,
    /// The line of the policy that forbids it.
    pub policy: Option<(PathBuf, Line)>,
    /// The policy file that governs it, where an exception would stand; nothing where the built-in policy holds.
    pub governed_by: Option<PathBuf>,
    /// The exposed name of the metric that it is about, which an exception would name.
    pub metric: Option<String>,
    /// The label that it is about, which an exception would name.
    pub label: Option<String>,
    /// A change of the source that mends it and changes nothing else.
    pub edit: Option<Edit>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as it is shown: relative to the workspace where it is inside of it.
    pub file: PathBuf,
    /// Where it starts; the file as a whole if that is not known.
    pub start: Option<Position>,
    /// Where it ends, if that is known.
    pub end: Option<Position>,
}

/// A line and a column in characters, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A replacement of some bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file, as in [`Place`].
    pub file: PathBuf,
    /// The bytes that go.
    pub bytes: Range<usize>,
    /// What stands there, so that a file that was changed in the meantime is left alone.
    pub original: String,
    /// What comes instead.
    pub replacement: String,
}

impl Finding {
    /// The line of the policy, as a place.
    pub fn policy_place(&self) -> Option<Place> {
        self.policy.as_ref().map(|(file, line)| Place::at(file, *line, 1))
    }
}

impl Position {
    /// Of a byte of a text; its end if there is no such byte.
    pub fn of(text: &str, byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { line, column }
    }
}

impl Place {
    /// A file as a whole.
    pub fn file(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into(), start: None, end: None }
    }

    /// A position in a file.
    pub fn at(file: impl Into<PathBuf>, line: usize, column: usize) -> Self {
        Self { file: file.into(), start: Some(Position { line, column }), end: None }
    }

    /// Up to this position.
    #[must_use]
    pub fn to(mut self, line: usize, column: usize) -> Self {
        self.end = Some(Position { line, column });
        self
    }
}
