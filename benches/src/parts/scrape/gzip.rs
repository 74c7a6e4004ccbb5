//! Compression alone: what it adds to a scrape.

use std::hint::black_box;
use std::io::{Read, Write};
use std::sync::Arc;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use lowcard::Format;

use super::case::{Case, Sizes};
use super::{FORMATS, Filled, Section};
use crate::subject::Size;
use crate::subjects::lowcard::NAME;
use crate::workload;

/// What is compressed, and how hard.
const COMPRESSED: [(usize, u32); 5] = [(0, 1), (0, 3), (0, 6), (1, 1), (2, 1)];

/// lowcard's expositions, beside the time that the floor takes to write one.
pub(super) fn section(worlds: &[Filled]) -> Section {
    let (floor, hand) = &worlds[0];
    let hand = Arc::clone(hand);
    let expected = workload::world(Size::FULL, 1);
    let encode = move |room| hand.encode(Format::Text, room).unwrap_or_default();
    let mut cases = vec![Case::reusing(format!("{floor}, text, not compressed"), (&expected, Format::Text), encode)];
    let world = worlds.iter().find(|(name, _)| *name == NAME);
    for ((format, word), level) in COMPRESSED.map(|(format, level)| (FORMATS[format], level)) {
        let exposition = world.and_then(|(_, world)| world.encode(format, Vec::new())).unwrap_or_default();
        cases.push(case(format!("{word}, level {level}"), exposition, level));
    }
    Section { title: "gzip alone, of what lowcard has written", cases }
}

fn case(name: String, exposition: Vec<u8>, level: u32) -> Case {
    let mut compressed = Vec::new();
    compress(&exposition, level, |piece| compressed.extend(piece));
    let sizes = match decompress(&compressed) {
        Ok(found) if found == exposition => Ok(Sizes { exposition: exposition.len(), sent: compressed.len() }),
        Ok(_) => Err("it is another text when it is decompressed".to_owned()),
        Err(error) => Err(error.to_string()),
    };
    Case { name, work: Arc::new(move || compress(&exposition, level, |piece| drop(black_box(piece)))), sizes }
}

/// In pieces, as the endpoint does.
fn compress(exposition: &[u8], level: u32, mut send: impl FnMut(Vec<u8>)) {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    for chunk in exposition.chunks(64 * 1024) {
        encoder.write_all(chunk).expect("a vector takes everything");
        send(std::mem::take(encoder.get_mut()));
    }
    send(encoder.finish().expect("a vector takes everything"));
}

/// What a scraper reads.
pub(super) fn decompress(compressed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut exposition = Vec::new();
    GzDecoder::new(compressed).read_to_end(&mut exposition)?;
    Ok(exposition)
}
