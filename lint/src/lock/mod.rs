//! `metrics.lock`: the catalog as it was committed, so that a change of it is seen in review.
//!
//! Each line says one thing of one metric, and names it. So a line of a diff speaks for itself, and two branches that add
//! metrics at the same place can be merged by taking the lines of both (`metrics.lock merge=union` in `.gitattributes`).
//! There are no places, hashes or dates in it: it changes when a metric does.

mod change;
mod compare;
mod entry;
mod file;
mod pairs;
mod read;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a lock that can't be read fails its test")]
mod tests;
mod words;
mod write;

pub use change::{Change, What};
pub use compare::compare;
pub use entry::{Domain, Entry};
pub(crate) use file::against;
pub use file::committed;
pub use read::read;
pub use write::write;

use std::collections::BTreeMap;

use lowcard_schema::record::Record;

use crate::catalog::Catalog;

/// The file's name. It is beside the workspace's manifest.
pub const FILE_NAME: &str = "metrics.lock";

/// What `.gitattributes` says, so that branches which add metrics merge.
pub(crate) const ATTRIBUTE: &str = "metrics.lock merge=union";

/// The version of the format that is written, and the only one that is read.
const VERSION: i64 = 1;

/// What the file's own version is called in it.
const VERSION_KEY: &str = "version";

/// What was committed: metrics by their keys. A key is the exposed name; where packages differ on what a name means, the
/// second one's is `name (package)`, and so is that of a metric called `version`, which is the lock's own key; a third one
/// of the same package has a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lock {
    /// The metrics.
    pub entries: BTreeMap<String, Entry>,
}

impl From<&Catalog> for Lock {
    fn from(catalog: &Catalog) -> Self {
        Self { entries: keyed(catalog).into_iter().map(|(key, record)| (key, Entry::from(record))).collect() }
    }
}

/// The definitions by the keys that they have in the lock. Where they are written and in which order they were found does
/// not matter, as the lock must not change with it.
pub(crate) fn keyed(catalog: &Catalog) -> BTreeMap<String, &Record> {
    let mut keyed: BTreeMap<String, &Record> = BTreeMap::new();
    for namesakes in catalog.metrics.chunk_by(|one, other| one.name == other.name) {
        let distinct: BTreeMap<(&str, String), &Record> =
            namesakes.iter().map(|record| ((record.site.package.as_str(), text(record)), record)).collect();
        let mut known: Vec<Entry> = Vec::new();
        for ((package, _), record) in distinct {
            let entry = Entry::from(record);
            if !known.contains(&entry) {
                known.push(entry);
                let free = keys(&record.name, package).find(|key| !keyed.contains_key(key));
                keyed.extend(free.map(|key| (key, record)));
            }
        }
    }
    keyed
}

/// The exposed name in a key.
pub(crate) fn name_of(key: &str) -> &str {
    key.split_once(" (").map_or(key, |(name, _)| name)
}

/// The package in a key, if it names one.
pub fn package_of(key: &str) -> Option<&str> {
    key.split_once(" (").and_then(|(_, package)| package.split([' ', ')']).next())
}

/// What the lock says of a metric alone.
fn text(record: &Record) -> String {
    write(&Lock { entries: BTreeMap::from([(record.name.clone(), Entry::from(record))]) })
}

/// The keys that a metric may have, the best one first.
fn keys(name: &str, package: &str) -> impl Iterator<Item = String> {
    let bare = (name != VERSION_KEY).then(|| name.to_owned());
    let of_package = format!("{name} ({package})");
    let further = (2_u64..).map(move |number| format!("{name} ({package} {number})"));
    bare.into_iter().chain([of_package]).chain(further)
}
