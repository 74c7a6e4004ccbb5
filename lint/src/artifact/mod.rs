//! The records that the compiler left in what it built.

use std::fs;
use std::path::Path;

use lowcard_schema::record::{self, Record};
use object::{Object, ObjectSection};

use crate::failure::{Failure, Outcome};

/// The records in a program; none if nothing in it declares a metric.
pub fn read(path: &Path) -> Outcome<Vec<Record>> {
    let failure = |why: String| Failure::new(format!("{} can't be read: {why}", path.display()));
    let bytes = fs::read(path).map_err(|error| failure(error.to_string()))?;
    let file = object::File::parse(&*bytes).map_err(|error| failure(error.to_string()))?;
    let Some(section) = file.section_by_name(record::SECTION) else { return Ok(Vec::new()) };
    let section = section.data().map_err(|error| failure(error.to_string()))?;
    record::records(section).collect::<Result<_, _>>().map_err(|error| failure(error.to_string()))
}
