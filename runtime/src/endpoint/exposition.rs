//! A snapshot on its way out, in the format and compression that were asked for.

use std::sync::Arc;

use bytes::Bytes;

use super::coder::Coder;
use super::encoding::Encoding;
use super::query::Filter;
use super::snapshot::Snapshot;
use crate::encode::{Buffer, CHUNK, Encoder, Format, OpenMetrics, Protobuf, Text};
use crate::gather::Gathered;

/// What is left to be sent.
pub(super) struct Exposition {
    pieces: Box<dyn Pieces>,
    coder: Option<Coder>,
}

/// How it is to look.
pub(super) struct Look {
    pub(super) format: Format,
    pub(super) created: bool,
    pub(super) encoding: Encoding,
    pub(super) gzip_level: u32,
}

impl Exposition {
    pub(super) fn new(snapshot: Arc<Snapshot>, filter: &Filter, look: &Look) -> Self {
        let pieces: Box<dyn Pieces> = match look.format {
            Format::Text => Box::new(Writing::new(Text, snapshot, filter)),
            Format::OpenMetrics => Box::new(Writing::new(OpenMetrics { created: look.created }, snapshot, filter)),
            Format::Protobuf => Box::new(Writing::new(Protobuf::default(), snapshot, filter)),
        };
        Self { pieces, coder: Some(Coder::new(look.encoding, look.gzip_level)) }
    }

    /// The next piece, `None` at the end. It is empty if the compression keeps it back. It takes no longer than making
    /// and compressing one chunk does.
    pub(super) fn next(&mut self) -> Option<Bytes> {
        let coder = self.coder.as_mut()?;
        Some(match self.pieces.next() {
            Some(chunk) => coder.code(chunk),
            None => self.coder.take()?.finish(),
        })
    }
}

/// Chunks of a format.
trait Pieces: Send {
    /// The next one, `None` at the end. Whoever has it has all of the memory that was taken for it.
    fn next(&mut self) -> Option<Vec<u8>>;
}

/// A snapshot that is being written.
struct Writing<E: Encoder> {
    encoder: E,
    snapshot: Arc<Snapshot>,
    /// The families that were asked for, the next one last.
    families: Vec<usize>,
    /// The next series of the next family.
    series: usize,
    is_ended: bool,
}

impl<E: Encoder> Writing<E> {
    fn new(encoder: E, snapshot: Arc<Snapshot>, filter: &Filter) -> Self {
        let is_asked_for = |family: &Gathered| filter.admits_all() || filter.admits(&family.metadata.claimed_names());
        let families = snapshot.families.iter().enumerate().filter(|(_, family)| is_asked_for(family));
        let families = families.map(|(position, _)| position).rev().collect();
        Self { encoder, snapshot, families, series: 0, is_ended: false }
    }
}

impl<E: Encoder + Send> Pieces for Writing<E> {
    fn next(&mut self) -> Option<Vec<u8>> {
        if self.is_ended {
            return None;
        }
        let mut chunk = E::Buffer::for_chunks();
        while let Some(family) = self.families.last().and_then(|&position| self.snapshot.families.get(position)) {
            let next = self.encoder.family(&mut chunk, family, self.series);
            self.series = next.unwrap_or(0);
            if next.is_none() {
                self.families.pop();
            }
            if chunk.len() >= CHUNK {
                return Some(chunk.into_bytes());
            }
        }
        self.is_ended = true;
        self.encoder.end(&mut chunk);
        Some(chunk.into_bytes())
    }
}
