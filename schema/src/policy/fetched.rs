//! Packages that were fetched, rather than written here.

use std::mem;
use std::path::Path;

/// What cargo leaves in a package that it unpacked: from a registry or a git repository, or vendored.
const MARKS: [&str; 2] = [".cargo-ok", ".cargo-checksum.json"];

/// Whether cargo fetched the package in `folder`.
pub fn is_fetched(folder: &Path) -> bool {
    folder.ancestors().any(is_top)
}

/// The folders that may say something of the package in `folder`: itself and those above it, the nearest first. They end at
/// the top of a package that was fetched: where that lies is its consumer's business.
pub fn own_folders(folder: &Path) -> impl Iterator<Item = &Path> {
    let mut ended = false;
    folder.ancestors().take_while(move |folder| !mem::replace(&mut ended, is_top(folder)))
}

fn is_top(folder: &Path) -> bool {
    MARKS.iter().any(|mark| folder.join(mark).exists())
}
