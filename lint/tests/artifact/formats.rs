//! Every format that has the section, and what a file may be instead.

use std::fs;
use std::io::Cursor;

use cargo_lowcard::artifact::{self, Unreadable};
use lowcard_schema::record::{MAGIC, Record, RecordError, VERSION};
use object::{Architecture, BinaryFormat, Endianness};

use crate::crafted::{archive, elf, mach_o, object, pe, recorded, section, universal};

fn read(file: Vec<u8>) -> Result<Vec<Record>, Unreadable> {
    artifact::records(Cursor::new(file))
}

/// What the command would print of a file.
fn refusal(file: &[u8]) -> String {
    let path = tempfile::Builder::new().prefix("shop").tempfile().unwrap();
    fs::write(path.path(), file).unwrap();
    let failure = artifact::read(path.path()).unwrap_err();
    let shown = format!("{}\n{}", failure.message, failure.help.unwrap());
    shown.replace(&path.path().display().to_string(), "shop")
}

#[test]
fn object_files_of_every_format_are_read() {
    let formats = [
        (BinaryFormat::Elf, Architecture::X86_64, Endianness::Little),
        (BinaryFormat::Elf, Architecture::Arm, Endianness::Little),
        (BinaryFormat::Elf, Architecture::PowerPc64, Endianness::Big),
        (BinaryFormat::MachO, Architecture::Aarch64, Endianness::Little),
        (BinaryFormat::MachO, Architecture::Arm, Endianness::Little),
        (BinaryFormat::Coff, Architecture::X86_64, Endianness::Little),
        (BinaryFormat::Coff, Architecture::I386, Endianness::Little),
    ];
    for (format, architecture, endian) in formats {
        let file = object(format, architecture, endian, &section());
        assert_eq!(read(file).unwrap(), recorded(), "{format:?} {architecture:?}");
    }
}

#[test]
fn a_program_of_windows_is_read() {
    assert_eq!(read(pe(&section())).unwrap(), recorded());
}

#[test]
fn each_architecture_of_a_universal_binary_is_read() {
    let (intel, arm) = (mach_o(Architecture::X86_64, &section()), mach_o(Architecture::Aarch64, &section()));
    let both = universal(&[(0x0100_0007, &intel), (0x0100_000c, &arm)]);
    assert_eq!(read(both).unwrap(), [recorded(), recorded()].concat());
}

#[test]
fn a_universal_library_is_one_of_archives() {
    let members = archive(&[("shop.o", &mach_o(Architecture::Aarch64, &section()))]);
    assert_eq!(read(universal(&[(0x0100_000c, &members)])).unwrap(), recorded());
}

#[test]
fn members_of_an_archive_that_are_no_object_files_are_passed_over() {
    let library = archive(&[("lib.rmeta", b"rust metadata"), ("a.txt", b"a"), ("shop.o", &elf(&section()))]);
    assert_eq!(read(library).unwrap(), recorded());
    assert_eq!(read(archive(&[("a.txt", b"a")])).unwrap(), []);
}

#[test]
fn archives_in_archives_are_looked_into_so_deep_and_no_deeper() {
    let mut nested = elf(&section());
    for _ in 0..3 {
        nested = archive(&[("nested", &nested)]);
        assert_eq!(read(nested.clone()).unwrap(), recorded());
    }
    assert_eq!(read(archive(&[("nested", &nested)])).unwrap(), []);
}

#[test]
fn a_program_that_declares_nothing_has_no_records() {
    assert_eq!(read(elf(&[])).unwrap(), []);
    let named_otherwise = object(BinaryFormat::MachO, Architecture::Aarch64, Endianness::Little, &[]);
    assert_eq!(read(named_otherwise).unwrap(), []);
}

#[test]
fn what_is_no_artifact_is_said_to_be_none() {
    for file in [&b""[..], b"#!/bin/sh\n", &[0; 4096], b"[package]\nname = \"shop\"\n"] {
        assert!(matches!(read(file.to_vec()), Err(Unreadable::NoArtifact)), "{file:?}");
    }
    assert_eq!(
        refusal(b"[package]\nname = \"shop\"\n"),
        "`shop` is neither a program nor a library: it is no ELF, Mach-O or PE file and no archive of such\n\
         name what `cargo build` made, such as `target/release/shop`"
    );
}

#[test]
fn records_of_another_version_are_refused_with_both_versions() {
    let mut section = section();
    section[MAGIC.len()..MAGIC.len() + 2].copy_from_slice(&(VERSION + 1).to_le_bytes());
    let library = archive(&[("shop.o", &elf(&section))]);
    assert_eq!(
        refusal(&library),
        format!(
            "`shop` (shop.o) can't be read: the records are of version {}, and this lowcard reads version {VERSION}: \
             build both with the same release\n\
             install the cargo-lowcard of the release of lowcard that it was built with",
            VERSION + 1
        )
    );
}

#[test]
fn damaged_records_are_refused_with_their_place() {
    let whole = section();
    let cut = elf(&whole[..whole.len() - 1]);
    let Err(Unreadable::Record { part: None, error: RecordError::Malformed { offset } }) = read(cut.clone()) else {
        panic!("a record that was cut off was read");
    };
    assert_eq!(
        refusal(&cut),
        format!(
            "`shop` can't be read: the lowcard record at byte {offset} of the section is damaged\n\
             build it again: it was cut off, or changed after it was linked"
        )
    );
    assert!(matches!(
        read(elf(b"something else")),
        Err(Unreadable::Record { error: RecordError::NoRecord { offset: 0 }, .. })
    ));
}

#[test]
fn a_program_that_was_cut_off_is_damaged() {
    let file = elf(&section());
    assert!(refusal(&file[..file.len() / 2]).starts_with("`shop` is damaged: "));
    let library = archive(&[("shop.o", &file)]);
    assert!(refusal(&library[..library.len() / 2]).starts_with("`shop` is damaged: "));
}
