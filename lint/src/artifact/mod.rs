//! Reads the records out of what the compiler and the linker made, for any target, without running it.
//!
//! ```text
//! file ──▶ parts: members of an archive, architectures of a universal binary ──▶ section ──▶ records
//! ```

mod parts;
mod pieces;
mod section;
mod unreadable;

pub use unreadable::Unreadable;

use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use lowcard_schema::record::Record;
use object::ReadCache;

use crate::failure::Outcome;
use parts::Part;
use pieces::Pieces;
use section::Sections;

/// The records in a program, a library or an object file; none if nothing in it declares a metric.
pub fn read(path: &Path) -> Outcome<Vec<Record>> {
    let found = File::open(path).map_err(Unreadable::File).and_then(records);
    found.map_err(|why| why.failure(path))
}

/// The same, of a file that is open. Only what leads to the records is read, and no more than a few times the file,
/// whatever it says of itself.
pub fn records(file: impl Read + Seek) -> Result<Vec<Record>, Unreadable> {
    let pieces = Pieces::new(file).map_err(Unreadable::File)?;
    let whole = Part::whole(pieces.len());
    let cache = ReadCache::new(pieces);
    let mut sections = Sections::of(whole.size);
    for object in parts::objects(&cache, &whole)?.ok_or(Unreadable::NoArtifact)? {
        sections.read(&cache, &object)?;
    }
    Ok(sections.records)
}
