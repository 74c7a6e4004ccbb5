//! The section that the macros write records to, in object files and in what is linked from them.

use lowcard_schema::record::{self, Record, SECTION, SECTION_APPLE};
use object::read::{ReadCache, ReadCacheOps};
use object::{File, Object, ObjectSection};

use super::Unreadable;
use super::parts::Part;

/// The records of all sections so far.
pub(super) struct Sections {
    pub(super) records: Vec<Record>,
    /// How many bytes all further sections may have together: no more than the file.
    left: u64,
}

impl Sections {
    /// Of a file of this size.
    pub(super) fn of(file_size: u64) -> Self {
        Self { records: Vec::new(), left: file_size }
    }

    /// Adds the records of an object file, or of a program. What is nothing of the kind has none.
    pub(super) fn read<R: ReadCacheOps>(&mut self, cache: &ReadCache<R>, part: &Part) -> Result<(), Unreadable> {
        let file = File::parse(part.data(cache)).map_err(|error| part.damaged(&error))?;
        for section in file.sections().filter(|section| is_ours(section.name())) {
            let bytes = section.data().map_err(|error| part.damaged(&error))?;
            self.left = self
                .left
                .checked_sub(bytes.len() as u64)
                .ok_or_else(|| part.damaged(&"its sections are larger than the whole"))?;
            for record in record::records(bytes) {
                self.records.push(record.map_err(|error| Unreadable::Record { part: part.name.clone(), error })?);
            }
        }
        Ok(())
    }
}

/// Apple's section may have been moved to another segment by the linker, so that its own name tells.
fn is_ours(name: object::Result<&str>) -> bool {
    name.is_ok_and(|name| name == SECTION || SECTION_APPLE.split_once(',').is_some_and(|(_, apple)| name == apple))
}
