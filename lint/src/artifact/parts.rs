//! What a file is made of: an archive of its members, a universal binary of its architectures, any other of itself.

use object::read::archive::ArchiveFile;
use object::read::macho::{FatArch, MachOFatFile32, MachOFatFile64};
use object::read::{ReadCache, ReadCacheOps, ReadCacheRange};
use object::{FileKind, ReadRef};

use super::Unreadable;

/// A range of a file, and what it is called there.
#[derive(Clone)]
pub(super) struct Part {
    /// The member's name, or the architecture's.
    pub(super) name: Option<String>,
    pub(super) start: u64,
    pub(super) size: u64,
}

impl Part {
    pub(super) fn whole(size: u64) -> Self {
        Self { name: None, start: 0, size }
    }

    pub(super) fn data<'c, R: ReadCacheOps>(&self, cache: &'c ReadCache<R>) -> ReadCacheRange<'c, R> {
        cache.range(self.start, self.size)
    }

    /// What it consists of, if it is of this kind.
    fn split<R: ReadCacheOps>(&self, kind: FileKind, cache: &ReadCache<R>) -> Result<Vec<Self>, Unreadable> {
        let data = self.data(cache);
        let named = match kind {
            FileKind::MachOFat32 => MachOFatFile32::parse(data).map(|fat| architectures(fat.arches())),
            FileKind::MachOFat64 => MachOFatFile64::parse(data).map(|fat| architectures(fat.arches())),
            _ => members(data),
        };
        let named = named.map_err(|error| self.damaged(&error))?;
        // Parts that overlap would make a small file as long to read as its square.
        let total = named.iter().try_fold(0u64, |total, (_, (_, size))| total.checked_add(*size));
        if total.is_none_or(|total| total > self.size) {
            return Err(self.damaged(&"its parts are larger than the whole"));
        }
        let within =
            |(name, (offset, size))| Some(Self { name: Some(name), start: self.start.checked_add(offset)?, size });
        named.into_iter().map(within).collect::<Option<_>>().ok_or_else(|| self.damaged(&"a part of it is nowhere"))
    }

    pub(super) fn damaged(&self, why: &impl ToString) -> Unreadable {
        Unreadable::Damaged { part: self.name.clone(), why: why.to_string() }
    }
}

/// How deep parts are looked for: a universal library holds archives, and they hold object files.
const DEPTH: u8 = 3;

/// The object files and programs in a file; nothing if it is no artifact.
pub(super) fn objects<R: ReadCacheOps>(cache: &ReadCache<R>, whole: &Part) -> Result<Option<Vec<Part>>, Unreadable> {
    let mut found = Vec::new();
    Ok(collect(cache, whole, DEPTH, &mut found)?.then_some(found))
}

/// Whether the part is an artifact. An archive may hold anything beside such.
fn collect<R: ReadCacheOps>(
    cache: &ReadCache<R>,
    part: &Part,
    depth: u8,
    found: &mut Vec<Part>,
) -> Result<bool, Unreadable> {
    let Ok(kind) = FileKind::parse(part.data(cache)) else { return Ok(false) };
    match kind {
        FileKind::Archive | FileKind::MachOFat32 | FileKind::MachOFat64 if depth > 0 => {
            for inner in part.split(kind, cache)? {
                collect(cache, &inner, depth - 1, found)?;
            }
        }
        FileKind::Archive | FileKind::MachOFat32 | FileKind::MachOFat64 => {}
        FileKind::CoffImport | FileKind::DyldCache => return Ok(false),
        _ => found.push(part.clone()),
    }
    Ok(true)
}

/// A name, and the offset and size of what it stands for.
type Named = (String, (u64, u64));

fn members<'d>(data: impl ReadRef<'d>) -> object::Result<Vec<Named>> {
    let archive = ArchiveFile::parse(data)?;
    archive
        .members()
        // A thin archive has no more than the names of files, and neither cargo nor rustc makes one.
        .filter(|member| !member.as_ref().is_ok_and(object::read::archive::ArchiveMember::is_thin))
        .map(|member| member.map(|member| (String::from_utf8_lossy(member.name()).into_owned(), member.file_range())))
        .collect()
}

fn architectures(arches: &[impl FatArch]) -> Vec<Named> {
    arches.iter().map(|arch| (format!("{:?}", arch.architecture()), arch.file_range())).collect()
}
