//! Which family a line belongs to.

use std::collections::HashMap;

use super::entry::Entry;
use crate::testing::FamilyKind;
use crate::testing::syntax::Syntax;

/// What the names of samples can end with, beyond their family's.
const SUFFIXES: [&str; 8] = ["_total", "_created", "_bucket", "_count", "_sum", "_gcount", "_gsum", "_info"];

/// The families that have a `# TYPE` line.
pub(super) struct Owners<'a> {
    syntax: Syntax,
    declared: HashMap<&'a str, FamilyKind>,
}

impl<'a> Owners<'a> {
    /// Of two lines for one family, the first holds.
    pub(super) fn new(entries: impl Iterator<Item = &'a Entry<'a>>, syntax: Syntax) -> Self {
        let mut declared = HashMap::new();
        for entry in entries {
            if let Some(kind) = entry.kind {
                declared.entry(entry.name.as_str()).or_insert(kind);
            }
        }
        Self { syntax, declared }
    }

    /// The entries by their family, in the order in which families are met.
    pub(super) fn group(&self, entries: &'a [Entry<'a>]) -> Vec<(&'a str, Vec<&'a Entry<'a>>)> {
        let mut positions = HashMap::new();
        let mut groups: Vec<(&str, Vec<_>)> = Vec::new();
        for entry in entries {
            let family = self.family(entry);
            let position = *positions.entry(family).or_insert(groups.len());
            match groups.get_mut(position) {
                Some((_, members)) => members.push(entry),
                None => groups.push((family, vec![entry])),
            }
        }
        groups
    }

    /// A sample of a family without a `# TYPE` line is a family by itself.
    fn family(&self, entry: &'a Entry<'a>) -> &'a str {
        let name = entry.name.as_str();
        let owner = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix).filter(|stem| self.owns(stem, suffix)));
        match owner {
            Some(owner) if entry.is_sample && !self.declared.contains_key(name) => owner,
            _ => name,
        }
    }

    fn owns(&self, family: &str, suffix: &str) -> bool {
        self.declared.get(family).is_some_and(|kind| kind.suffixes(self.syntax).contains(&suffix))
    }
}
