//! The record that each definition leaves in a link section of the compiled crate.
//!
//! [`encode`] runs while constants are evaluated, [`records`] reads the section back from a finished binary of any
//! target, without running it.
//!
//! A section is a run of records. A record is [`MAGIC`], the [`VERSION`] as a `u16`, the length of what follows as a
//! `u32`, and then the fields of [`Record`] in their order. Numbers are little-endian. A string is its length as a
//! `u32` and its UTF-8 bytes; a list is its length as a `u32` and its items; what may be absent has a byte 0 or 1 before
//! it. A linker may put zero bytes between records.

mod decode;
mod encode;

pub use decode::{RecordError, records};
pub use encode::{encode, encoded_len};

use crate::{Definition, Domain, Kind, Native, Number, Stability};

/// What each record starts with.
pub const MAGIC: [u8; 4] = *b"LWCD";

/// The link section on every target but Apple's. Eight characters, the most that a PE section's name may have.
pub const SECTION: &str = ".lowcard";

/// The link section on Apple's targets: a segment, and a section name of at most 16 characters.
pub const SECTION_APPLE: &str = "__DATA,__lowcard";

/// The version of the format that is written, and the only one that is read.
pub const VERSION: u16 = 2;

/// A [`Definition`] as it is read back.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The name as it is scraped.
    pub name: String,
    /// Counter, gauge, histogram or info.
    pub kind: Kind,
    /// What its series hold.
    pub number: Number,
    /// The unit that the name ends with.
    pub unit: Option<String>,
    /// The HELP text.
    pub help: String,
    /// The labels, in the order of the label set's fields.
    pub labels: Vec<LabelRecord>,
    /// The upper bounds of a histogram's buckets, without `+Inf`.
    pub buckets: Vec<f64>,
    /// Whether a histogram is a native one.
    pub native: Option<Native>,
    /// The category of the policy that it belongs to.
    pub category: Option<String>,
    /// What it promises.
    pub stability: Option<Stability>,
    /// Whether it will go.
    pub deprecated: Option<DeprecationRecord>,
    /// The most series it may have at run time.
    pub max_series: Option<u64>,
    /// The most series it can have; absent if they are beyond `u64`.
    pub worst_case: Option<u64>,
    /// Where it is written.
    pub site: SiteRecord,
}

/// A [`Label`](crate::Label) as it is read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelRecord {
    /// Its name.
    pub name: String,
    /// The values that it can take.
    pub domain: DomainRecord,
}

/// A [`Domain`] as it is read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DomainRecord {
    /// Known to the compiler.
    Closed(Vec<String>),
    /// Met at run time.
    Capped {
        /// How many values are kept apart.
        max: u32,
        /// What stands for every other.
        overflow: String,
    },
    /// One value, known when the program is built or starts.
    Constant,
}

/// A [`Deprecation`](crate::Deprecation) as it is read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeprecationRecord {
    /// The release that deprecated it.
    pub since: Option<String>,
    /// The metric to use instead.
    pub replaced_by: Option<String>,
}

/// A [`Site`](crate::Site) as it is read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteRecord {
    /// The package.
    pub package: String,
    /// Its version.
    pub version: String,
    /// The module's path.
    pub module: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

impl From<&Definition> for Record {
    fn from(definition: &Definition) -> Self {
        Self {
            name: definition.name.to_owned(),
            kind: definition.kind,
            number: definition.number,
            unit: definition.unit.map(str::to_owned),
            help: definition.help.to_owned(),
            labels: definition
                .labels
                .iter()
                .map(|label| LabelRecord { name: label.name.to_owned(), domain: label.domain.into() })
                .collect(),
            buckets: definition.buckets.to_vec(),
            native: definition.native,
            category: definition.category.map(str::to_owned),
            stability: definition.stability,
            deprecated: definition.deprecated.map(|deprecation| DeprecationRecord {
                since: deprecation.since.map(str::to_owned),
                replaced_by: deprecation.replaced_by.map(str::to_owned),
            }),
            max_series: definition.max_series,
            worst_case: definition.worst_case().get(),
            site: SiteRecord {
                package: definition.site.package.to_owned(),
                version: definition.site.version.to_owned(),
                module: definition.site.module.to_owned(),
                file: definition.site.file.to_owned(),
                line: definition.site.line,
                column: definition.site.column,
            },
        }
    }
}

impl From<Domain> for DomainRecord {
    fn from(domain: Domain) -> Self {
        match domain {
            Domain::Closed(values) => Self::Closed(values.iter().map(|&value| value.to_owned()).collect()),
            Domain::Capped { max, overflow } => Self::Capped { max, overflow: overflow.to_owned() },
            Domain::Constant => Self::Constant,
        }
    }
}

#[cfg(test)]
mod tests;
