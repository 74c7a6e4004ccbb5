//! Whatever a file holds, reading it comes to an end: without a panic, without reading it over and over, and without
//! keeping much more than was there.

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use cargo_lowcard::artifact;
use lowcard_schema::record::{DomainRecord, LabelRecord, Record, records};
use object::Architecture;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::crafted::{archive, elf, mach_o, pe, section, universal};

/// How often the bytes of a file may be read, and the least that is read of a small one.
const MOST_READS: usize = 10;
const LEAST: usize = 4 * 64 * 1024;

/// How many bytes of memory a byte of a record may become.
const MOST_MEMORY: usize = 32;

/// Counts what is read.
struct Counted {
    file: Cursor<Vec<u8>>,
    read: usize,
}

impl Read for &mut Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(into)?;
        self.read += count;
        Ok(count)
    }
}

impl Seek for &mut Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// Reads the file, and holds what that costs to its size. Returns why it was refused, if it was.
fn survives(file: Vec<u8>) -> Option<String> {
    let size = file.len();
    let mut counted = Counted { file: Cursor::new(file), read: 0 };
    let result = artifact::records(&mut counted);
    let refusal = result.as_ref().err().map(|why| why.failure(Path::new("shop")).message);
    let read = result.unwrap_or_default();
    assert!(memory(&read) <= size * MOST_MEMORY, "{} bytes of memory for {size}", memory(&read));
    assert!(counted.read <= size * MOST_READS + LEAST, "{} bytes read of {size}", counted.read);
    refusal
}

fn memory(records: &[Record]) -> usize {
    records.iter().map(of_record).sum()
}

fn of_record(record: &Record) -> usize {
    let optional = |text: &Option<String>| text.as_ref().map_or(0, String::capacity);
    let label = |label: &LabelRecord| match &label.domain {
        DomainRecord::Closed(values) => {
            values.capacity() * size_of::<String>() + values.iter().map(String::capacity).sum::<usize>()
        }
        DomainRecord::Capped { overflow, .. } => overflow.capacity(),
        DomainRecord::Constant => 0,
    };
    size_of::<Record>()
        + record.name.capacity()
        + optional(&record.unit)
        + record.help.capacity()
        + record.labels.capacity() * size_of::<LabelRecord>()
        + record.labels.iter().map(|of| of.name.capacity() + label(of)).sum::<usize>()
        + record.buckets.capacity() * size_of::<f64>()
        + optional(&record.category)
        + record.site.file.capacity()
        + record.site.module.capacity()
}

/// An artifact of each format.
fn artifacts() -> Vec<Vec<u8>> {
    let (elf, arm) = (elf(&section()), mach_o(Architecture::Aarch64, &section()));
    let library = archive(&[("lib.rmeta", b"rust"), ("shop.o", &elf), ("other.o", &elf)]);
    let both = universal(&[(0x0100_0007, &mach_o(Architecture::X86_64, &section())), (0x0100_000c, &arm)]);
    vec![elf, arm, pe(&section()), library, both]
}

/// What may happen to a file.
#[derive(Clone, Debug)]
enum Damage {
    /// A byte is another.
    Byte(Index, u8),
    /// A number is the largest, or nearly.
    Number(Index, u32),
    /// The end is missing.
    Cut(Index),
    /// Something stands there twice.
    Copy(Index, Index, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        (at(), prop_oneof![Just(u32::MAX), Just(u32::MAX - 1), Just(i32::MAX as u32), Just(1 << 24), 0..512u32])
            .prop_map(|(at, number)| Damage::Number(at, number)),
        at().prop_map(Damage::Cut),
        (at(), at(), any::<u8>()).prop_map(|(from, to, count)| Damage::Copy(from, to, count)),
    ]
}

fn damaged(file: &mut Vec<u8>, damages: &[Damage]) {
    for damage in damages {
        damage.happen(file);
    }
}

impl Damage {
    fn happen(&self, file: &mut Vec<u8>) {
        if file.is_empty() {
            return;
        }
        let size = file.len();
        let write = |file: &mut Vec<u8>, at: usize, bytes: &[u8]| {
            let end = size.min(at + bytes.len());
            file[at..end].copy_from_slice(&bytes[..end - at]);
        };
        match *self {
            Self::Byte(at, byte) => file[at.index(size)] = byte,
            Self::Number(at, number) => write(file, at.index(size), &number.to_le_bytes()),
            Self::Cut(at) => file.truncate(at.index(size)),
            Self::Copy(from, to, count) => {
                let from = from.index(size);
                let copied = file[from..size.min(from + usize::from(count))].to_vec();
                write(file, to.index(size), &copied);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_artifacts(which in 0..5usize, damages in prop::collection::vec(damage(), 1..8)) {
        let mut file = artifacts().swap_remove(which);
        damaged(&mut file, &damages);
        survives(file);
    }

    #[test]
    fn damaged_records(damages in prop::collection::vec(damage(), 1..8)) {
        let mut section = section();
        damaged(&mut section, &damages);
        let read: Vec<Record> = records(&section).filter_map(Result::ok).collect();
        prop_assert!(memory(&read) <= section.len() * MOST_MEMORY);
        survives(elf(&section));
    }

    #[test]
    fn random_bytes(magic in 0..6usize, bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let start: &[u8] = [&b"\x7fELF\x02\x01\x01"[..], b"MZ", b"\xcf\xfa\xed\xfe", b"!<arch>\n", b"\xca\xfe\xba\xbe", b""][magic];
        survives([start, &bytes].concat());
    }
}

#[test]
fn artifacts_that_end_anywhere() {
    for file in artifacts() {
        for end in 0..file.len() {
            survives(file[..end].to_vec());
        }
    }
}

/// Each section header says that the section is nearly the whole file, and is no section of its own.
#[test]
fn sections_that_are_all_the_same_bytes() {
    let section = section().repeat(400);
    let one = elf(&section);
    let count = 2_000u16;
    let u64_at = |at: usize| usize::try_from(u64::from_le_bytes(one[at..at + 8].try_into().unwrap())).unwrap();
    let headers = u64_at(0x28);
    let ours =
        one[headers..].chunks_exact(64).find(|header| header[0x20..0x28] == (section.len() as u64).to_le_bytes());
    let mut file = one[..headers].to_vec();
    file.extend(&one[headers..]);
    let moved = file.len();
    file.extend(&one[headers..]);
    for shift in 0..u64::from(count) {
        let mut header = ours.unwrap().to_vec();
        let offset = u64::from_le_bytes(header[0x18..0x20].try_into().unwrap());
        header[0x18..0x20].copy_from_slice(&(offset - shift % 2).to_le_bytes());
        file.extend(&header);
    }
    file[0x28..0x30].copy_from_slice(&(moved as u64).to_le_bytes());
    let known = u16::from_le_bytes(file[0x3c..0x3e].try_into().unwrap());
    file[0x3c..0x3e].copy_from_slice(&(known + count).to_le_bytes());
    assert_eq!(survives(file).unwrap(), "`shop` is damaged: its sections are larger than the whole");
}

/// Two thousand architectures, and all of them are the same.
#[test]
fn architectures_that_are_all_the_same_bytes() {
    let slice = mach_o(Architecture::Aarch64, &section());
    let count = 2_000u32;
    let mut file = [0xcafe_babe_u32.to_be_bytes(), count.to_be_bytes()].concat();
    let (offset, size) = (8 + count * 20, u32::try_from(slice.len()).unwrap());
    for _ in 0..count {
        file.extend([0x0100_000c, 0, offset, size, 0].map(u32::to_be_bytes).concat());
    }
    file.extend(slice);
    assert_eq!(survives(file).unwrap(), "`shop` is damaged: its parts are larger than the whole");
}

/// Lists of four thousand million items, in a record that is long enough to hold some of them.
#[test]
fn lists_without_end() {
    let honest = section();
    for at in 0..honest.len() - 4 {
        let mut section = honest.clone();
        section[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        section.resize(section.len() + 4_000, 0);
        let read: Vec<Record> = records(&section).filter_map(Result::ok).collect();
        assert!(memory(&read) <= section.len() * MOST_MEMORY);
    }
}
