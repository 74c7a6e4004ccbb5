//! Reads records back from the bytes of a link section.

use core::fmt;

use super::{DeprecationRecord, DomainRecord, LabelRecord, MAGIC, Record, SiteRecord, VERSION};
use crate::{Kind, Native, Number, Stability};

/// Why a section could not be read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordError {
    /// The bytes at this offset do not start a record.
    NoRecord {
        /// The offset in the section.
        offset: usize,
    },
    /// The record is of another version of lowcard.
    UnknownVersion {
        /// The version that was found.
        found: u16,
    },
    /// The record at this offset ends before its fields do, or holds a value that no field has.
    Malformed {
        /// The offset in the section.
        offset: usize,
    },
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRecord { offset } => write!(f, "no lowcard record at byte {offset} of the section"),
            Self::UnknownVersion { found } => write!(
                f,
                "the records are of version {found}, and this lowcard reads version {VERSION}: build both with the same release"
            ),
            Self::Malformed { offset } => write!(f, "the lowcard record at byte {offset} of the section is damaged"),
        }
    }
}

impl core::error::Error for RecordError {}

/// The records of a section, in the order in which the linker put them. It ends after the first error.
pub fn records(section: &[u8]) -> impl Iterator<Item = Result<Record, RecordError>> {
    let mut rest = Some(section);
    core::iter::from_fn(move || {
        let bytes = rest?;
        let padding = bytes.iter().take_while(|&&byte| byte == 0).count();
        let bytes = &bytes[padding..];
        if bytes.is_empty() {
            return None;
        }
        let read = record(bytes, section.len() - bytes.len());
        rest = read.as_ref().ok().map(|&(_, rest)| rest);
        Some(read.map(|(record, _)| record))
    })
}

/// The record that `bytes` start with, and what follows it.
fn record(bytes: &[u8], offset: usize) -> Result<(Record, &[u8]), RecordError> {
    let malformed = RecordError::Malformed { offset };
    let mut header = Reader(bytes.strip_prefix(&MAGIC).ok_or(RecordError::NoRecord { offset })?);
    let found = header.u16().map_err(|Unreadable| malformed)?;
    if found != VERSION {
        return Err(RecordError::UnknownVersion { found });
    }
    let payload = header.count().and_then(|length| header.bytes(length)).map_err(|Unreadable| malformed)?;
    let mut fields = Reader(payload);
    match fields.record() {
        Ok(record) if fields.0.is_empty() => Ok((record, header.0)),
        _ => Err(malformed),
    }
}

/// The bytes end too early, or mean nothing.
struct Unreadable;

type Read<T> = Result<T, Unreadable>;

/// Takes fields off the front.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn record(&mut self) -> Read<Record> {
        Ok(Record {
            name: self.string()?,
            kind: self.one_of(&Kind::ALL)?,
            number: self.one_of(&Number::ALL)?,
            unit: self.optional(Self::string)?,
            help: self.string()?,
            labels: self.list(Self::label)?,
            buckets: self.list(Self::f64)?,
            native: self.optional(Self::native)?,
            category: self.optional(Self::string)?,
            stability: self.stability()?,
            deprecated: self.optional(Self::deprecation)?,
            max_series: self.optional(Self::u64)?,
            worst_case: self.optional(Self::u64)?,
            site: self.site()?,
        })
    }

    fn label(&mut self) -> Read<LabelRecord> {
        Ok(LabelRecord { name: self.string()?, domain: self.domain()? })
    }

    fn domain(&mut self) -> Read<DomainRecord> {
        match self.byte()? {
            0 => Ok(DomainRecord::Closed(self.list(Self::string)?)),
            1 => Ok(DomainRecord::Capped { max: self.u32()?, overflow: self.string()? }),
            2 => Ok(DomainRecord::Constant),
            _ => Err(Unreadable),
        }
    }

    fn native(&mut self) -> Read<Native> {
        Ok(Native { schema: self.array().map(i8::from_le_bytes)?, max_buckets: self.u32()? })
    }

    fn stability(&mut self) -> Read<Option<Stability>> {
        match self.byte()? {
            0 => Ok(None),
            found => {
                let known = Stability::ALL.iter().find(|(_, level)| *level as u8 == found);
                known.map(|&(_, level)| Some(level)).ok_or(Unreadable)
            }
        }
    }

    fn deprecation(&mut self) -> Read<DeprecationRecord> {
        Ok(DeprecationRecord { since: self.optional(Self::string)?, replaced_by: self.optional(Self::string)? })
    }

    fn site(&mut self) -> Read<SiteRecord> {
        Ok(SiteRecord {
            package: self.string()?,
            version: self.string()?,
            module: self.string()?,
            file: self.string()?,
            line: self.u32()?,
            column: self.u32()?,
        })
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let count = self.count()?;
        (0..count).map(|_| item(self)).collect()
    }

    fn optional<T>(&mut self, item: impl Fn(&mut Self) -> Read<T>) -> Read<Option<T>> {
        match self.byte()? {
            0 => Ok(None),
            1 => Ok(Some(item(self)?)),
            _ => Err(Unreadable),
        }
    }

    /// An enum that is written as its place in the list of its values.
    fn one_of<T: Copy>(&mut self, values: &[T]) -> Read<T> {
        values.get(usize::from(self.byte()?)).copied().ok_or(Unreadable)
    }

    fn string(&mut self) -> Read<String> {
        let count = self.count()?;
        str::from_utf8(self.bytes(count)?).map(str::to_owned).map_err(|_| Unreadable)
    }

    fn count(&mut self) -> Read<usize> {
        usize::try_from(self.u32()?).map_err(|_| Unreadable)
    }

    fn byte(&mut self) -> Read<u8> {
        self.array().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Read<u16> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Read<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Read<u64> {
        self.array().map(u64::from_le_bytes)
    }

    fn f64(&mut self) -> Read<f64> {
        self.array().map(f64::from_le_bytes)
    }

    fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk().ok_or(Unreadable)?;
        self.0 = rest;
        Ok(*array)
    }

    fn bytes(&mut self, count: usize) -> Read<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count).ok_or(Unreadable)?;
        self.0 = rest;
        Ok(bytes)
    }
}
