//! Shows which lines differ.

use std::fmt;

use crate::testing::shown::printable;

/// How many lines that are the same are shown around those that differ.
const CONTEXT: usize = 3;

/// A line of the diff.
#[derive(Clone, Copy)]
pub(super) enum Change<'a> {
    /// Found as it was expected.
    Same(&'a str),
    /// Expected, and not found.
    Expected(&'a str),
    /// Found, and not expected.
    Found(&'a str),
}

/// The families that differ, each with all its lines.
#[derive(Default)]
pub(super) struct Diff<'a> {
    families: Vec<Vec<Change<'a>>>,
}

impl<'a> Diff<'a> {
    /// Adds a family, if it differs.
    pub(super) fn push(&mut self, family: Vec<Change<'a>>) {
        if !family.iter().all(Change::is_same) {
            self.families.push(family);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.families.is_empty()
    }
}

impl Change<'_> {
    fn is_same(&self) -> bool {
        matches!(self, Self::Same(_))
    }
}

impl fmt::Display for Diff<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the exposition is not what was expected (`-` expected, `+` found):")?;
        self.families.iter().try_for_each(|family| show(family, f))
    }
}

/// What differs, with the lines around it; `…` stands for the others.
fn show(family: &[Change<'_>], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut is_omitting = false;
    for (change, is_shown) in family.iter().zip(near_changes(family)) {
        if is_shown {
            write!(f, "\n{change}")?;
        } else if !is_omitting {
            f.write_str("\n  …")?;
        }
        is_omitting = !is_shown;
    }
    Ok(())
}

/// Whether each line differs, or is near one that does.
fn near_changes(family: &[Change<'_>]) -> Vec<bool> {
    let behind = behind_changes(family.iter());
    let before = behind_changes(family.iter().rev());
    behind.zip(before.collect::<Vec<_>>().into_iter().rev()).map(|(behind, before)| behind || before).collect()
}

/// Whether each line differs, or comes soon after one that does.
fn behind_changes<'a>(changes: impl Iterator<Item = &'a Change<'a>>) -> impl Iterator<Item = bool> {
    changes.scan(0_usize, |left, change| {
        *left = if change.is_same() { left.saturating_sub(1) } else { CONTEXT + 1 };
        Some(*left > 0)
    })
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, line) = match self {
            Self::Same(line) => (' ', line),
            Self::Expected(line) => ('-', line),
            Self::Found(line) => ('+', line),
        };
        write!(f, "{sign} {}", printable(line))
    }
}
