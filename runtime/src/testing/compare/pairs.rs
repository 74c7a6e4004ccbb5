//! Finds for each line that was expected the one that was found.

use std::collections::{HashMap, HashSet};

use super::diff::Change;
use super::entry::Entry;

/// What happened to the lines of one family, in the order in which they were found.
///
/// A line that was expected stands above the one that was found of the same series, and at the end if there is none.
pub(super) fn changes<'a>(found: &[&'a Entry<'a>], expected: &[&'a Entry<'a>]) -> Vec<Change<'a>> {
    let found = compared(found, expected);
    let mut same = in_both(&found, expected);
    let mut missing = Missing::new(expected, same.clone());
    let mut changes = Vec::new();
    for entry in found {
        if take(&mut same, &entry.content) {
            changes.push(Change::Same(entry.text));
        } else {
            changes.extend(missing.take(&entry.subject).map(Change::Expected));
            changes.push(Change::Found(entry.text));
        }
    }
    changes.extend(missing.rest().map(Change::Expected));
    changes
}

/// Without the metadata that nobody expects anything of.
fn compared<'a>(found: &[&'a Entry<'a>], expected: &[&'a Entry<'a>]) -> Vec<&'a Entry<'a>> {
    let metadata: HashSet<_> = expected.iter().filter(|entry| !entry.is_sample).map(|entry| &entry.subject).collect();
    found.iter().filter(|entry| entry.is_sample || metadata.contains(&entry.subject)).copied().collect()
}

/// How often each content is in both.
type Counts<'a> = HashMap<&'a str, usize>;

fn in_both<'a>(found: &[&'a Entry<'a>], expected: &[&'a Entry<'a>]) -> Counts<'a> {
    let expected = counts(expected);
    let found = counts(found).into_iter();
    found.map(|(content, count)| (content, count.min(expected.get(content).copied().unwrap_or(0)))).collect()
}

fn counts<'a>(entries: &[&'a Entry<'a>]) -> Counts<'a> {
    let mut counts = Counts::new();
    for entry in entries {
        *counts.entry(&entry.content).or_default() += 1;
    }
    counts
}

/// Whether there is one left; then takes it away.
fn take(counts: &mut Counts<'_>, content: &str) -> bool {
    match counts.get_mut(content) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

/// The lines that were expected and not found.
struct Missing<'a> {
    entries: Vec<Option<&'a Entry<'a>>>,
    /// Where those of one subject are; the last one comes first.
    by_subject: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Missing<'a> {
    fn new(expected: &[&'a Entry<'a>], mut same: Counts<'a>) -> Self {
        let missing = expected.iter().copied().filter(|entry| !take(&mut same, &entry.content));
        let entries: Vec<_> = missing.map(Some).collect();
        let mut by_subject = HashMap::<_, Vec<_>>::new();
        for (position, entry) in entries.iter().enumerate().rev() {
            by_subject.entry(entry.map_or("", |entry| entry.subject.as_str())).or_default().push(position);
        }
        Self { entries, by_subject }
    }

    /// The next line that is about `subject`.
    fn take(&mut self, subject: &str) -> Option<&'a str> {
        let position = self.by_subject.get_mut(subject)?.pop()?;
        self.entries.get_mut(position)?.take().map(|entry| entry.text)
    }

    fn rest(self) -> impl Iterator<Item = &'a str> {
        self.entries.into_iter().flatten().map(|entry| entry.text)
    }
}
