//! `metrics.lock`: the catalog as it was committed, so that a change of it is seen in review.
//!
//! Each line says one thing of one metric, and names it. So a line of a diff speaks for itself, and two branches that add
//! metrics at the same place can be merged by taking the lines of both (`metrics.lock merge=union` in `.gitattributes`).
//! There are no places, hashes or dates in it: it changes when a metric does.

mod entry;
mod read;
mod write;

pub use entry::{Domain, Entry};
pub use read::read;
pub(crate) use write::quoted;
pub use write::write;

use std::collections::BTreeMap;

use crate::catalog::Catalog;

/// The file's name. It is beside the workspace's manifest.
pub const FILE_NAME: &str = "metrics.lock";

/// The version of the format that is written, and the only one that is read.
pub const VERSION: i64 = 1;

/// What was committed: metrics by their keys. A key is the exposed name; where packages differ on what a name means, the
/// second one's is `name (package)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lock {
    /// The metrics.
    pub entries: BTreeMap<String, Entry>,
}

impl From<&Catalog> for Lock {
    fn from(catalog: &Catalog) -> Self {
        let mut entries = BTreeMap::new();
        for record in &catalog.metrics {
            let entry = Entry::from(record);
            let mut key = record.name.clone();
            if entries.get(&key).is_some_and(|known| *known != entry) {
                key = format!("{} ({})", record.name, record.site.package);
            }
            entries.entry(key).or_insert(entry);
        }
        Self { entries }
    }
}
