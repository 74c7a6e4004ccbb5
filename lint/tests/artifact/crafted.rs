//! Artifacts of targets that no compiler is here for: as little as their formats allow, and the section.

use lowcard_schema::record::{Record, SECTION, SECTION_APPLE, encode, encoded_len};
use lowcard_schema::{Definition, Domain, Kind, Label, Native, Number, Site};
use object::write::{Object, Symbol, SymbolSection, pe};
use object::{
    Architecture, BinaryFormat, Endianness, SectionKind, SymbolFlags, SymbolKind, SymbolScope, pe as constants,
};

const SITE: Site =
    Site { package: "shop", version: "1.2.3", module: "shop::metrics", file: "src/metrics.rs", line: 14, column: 12 };

static ORDERS: Definition = Definition {
    labels: &[
        Label { name: "outcome", domain: Domain::Closed(&["placed", "refused"]) },
        Label { name: "route", domain: Domain::Capped { max: 200, overflow: "other" } },
        Label { name: "version", domain: Domain::Constant },
    ],
    ..Definition::new("shop_orders_total", Kind::Counter, "Orders.", SITE)
};

static LATENCY: Definition = Definition {
    number: Number::F64,
    unit: Some("seconds"),
    buckets: &[0.1, 1.0],
    native: Some(Native::DEFAULT),
    ..Definition::new("shop_latency_seconds", Kind::Histogram, "Time.", SITE)
};

static ORDERS_BYTES: [u8; encoded_len(&ORDERS)] = encode(&ORDERS);
static LATENCY_BYTES: [u8; encoded_len(&LATENCY)] = encode(&LATENCY);

/// Two records, and the zeros that a linker may put between them.
pub(crate) fn section() -> Vec<u8> {
    [&ORDERS_BYTES[..], &[0; 3], &LATENCY_BYTES].concat()
}

/// What is to be read from it.
pub(crate) fn recorded() -> Vec<Record> {
    vec![Record::from(&ORDERS), Record::from(&LATENCY)]
}

/// An object file of a target, with a section of code before ours.
pub(crate) fn object(format: BinaryFormat, architecture: Architecture, endian: Endianness, section: &[u8]) -> Vec<u8> {
    let mut object = Object::new(format, architecture, endian);
    let code = object.add_section(
        object.segment_name(object::write::StandardSegment::Text).to_vec(),
        b".text".to_vec(),
        SectionKind::Text,
    );
    object.append_section_data(code, &[0x90; 40], 16);
    let (segment, name) = match format {
        BinaryFormat::MachO => SECTION_APPLE.split_once(',').unwrap(),
        _ => ("", SECTION),
    };
    let ours = object.add_section(segment.into(), name.into(), SectionKind::Data);
    object.append_section_data(ours, section, 1);
    object.add_symbol(Symbol {
        name: b"main".to_vec(),
        value: 0,
        size: 40,
        kind: SymbolKind::Text,
        scope: SymbolScope::Linkage,
        weak: false,
        section: SymbolSection::Section(code),
        flags: SymbolFlags::None,
    });
    object.write().unwrap()
}

pub(crate) fn elf(section: &[u8]) -> Vec<u8> {
    object(BinaryFormat::Elf, Architecture::X86_64, Endianness::Little, section)
}

pub(crate) fn mach_o(architecture: Architecture, section: &[u8]) -> Vec<u8> {
    object(BinaryFormat::MachO, architecture, Endianness::Little, section)
}

/// A program of Windows.
pub(crate) fn pe(section: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = pe::Writer::new(true, 0x1000, 0x200, &mut bytes);
    writer.reserve_dos_header_and_stub();
    writer.reserve_nt_headers(0);
    writer.reserve_section_headers(1);
    let size = u32::try_from(section.len()).unwrap();
    let ours = writer.reserve_section(
        <[u8; 8]>::try_from(SECTION.as_bytes()).unwrap(),
        constants::IMAGE_SCN_CNT_INITIALIZED_DATA | constants::IMAGE_SCN_MEM_READ,
        size,
        size,
    );
    writer.write_dos_header_and_stub().unwrap();
    writer.write_nt_headers(pe::NtHeaders {
        machine: constants::IMAGE_FILE_MACHINE_AMD64,
        time_date_stamp: 0,
        characteristics: constants::IMAGE_FILE_EXECUTABLE_IMAGE,
        major_linker_version: 14,
        minor_linker_version: 0,
        address_of_entry_point: 0x1000,
        image_base: 0x1_4000_0000,
        major_operating_system_version: 6,
        minor_operating_system_version: 0,
        major_image_version: 0,
        minor_image_version: 0,
        major_subsystem_version: 6,
        minor_subsystem_version: 0,
        subsystem: constants::IMAGE_SUBSYSTEM_WINDOWS_CUI,
        dll_characteristics: constants::DllFlags::default(),
        size_of_stack_reserve: 0,
        size_of_stack_commit: 0,
        size_of_heap_reserve: 0,
        size_of_heap_commit: 0,
    });
    writer.write_section_headers();
    writer.write_section(ours.file_offset, section);
    bytes
}

/// An archive of members, as `ar` and rustc write it.
pub(crate) fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = b"!<arch>\n".to_vec();
    for (name, data) in members {
        let header = format!("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", format!("{name}/"), 0, 0, 0, 644, data.len());
        archive.extend(header.bytes().chain(data.iter().copied()));
        if archive.len() % 2 == 1 {
            archive.push(b'\n');
        }
    }
    archive
}

/// A universal binary of these architectures, by their numbers.
pub(crate) fn universal(slices: &[(u32, &[u8])]) -> Vec<u8> {
    const HEADER: usize = 8 + 2 * 20;
    assert!(slices.len() <= 2);
    let big = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
    let mut binary = [0xcafe_babe_u32.to_be_bytes(), big(slices.len())].concat();
    let mut offset = HEADER;
    for (cpu, data) in slices {
        binary.extend([cpu.to_be_bytes(), big(0), big(offset), big(data.len()), big(0)].concat());
        offset += data.len();
    }
    binary.resize(HEADER, 0);
    slices.iter().fold(binary, |binary, (_, data)| [&binary, *data].concat())
}
