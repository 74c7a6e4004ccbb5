//! Compression of a body while it is made.

use std::io::Write;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::encoding::Encoding;

/// Turns pieces of an exposition into pieces of a body.
pub(super) enum Coder {
    Identity,
    Gzip(GzEncoder<Vec<u8>>),
}

impl Coder {
    pub(super) fn new(encoding: Encoding, level: u32) -> Self {
        match encoding {
            Encoding::Identity => Self::Identity,
            Encoding::Gzip => Self::Gzip(GzEncoder::new(Vec::new(), Compression::new(level))),
        }
    }

    /// What can be sent after this piece: nothing, if it is too little to be compressed.
    pub(super) fn code(&mut self, piece: Vec<u8>) -> Bytes {
        match self {
            Self::Identity => piece.into(),
            Self::Gzip(encoder) => {
                let _written = encoder.write_all(&piece); // into a vector, which takes everything
                std::mem::take(encoder.get_mut()).into()
            }
        }
    }

    /// What is left to be sent.
    pub(super) fn finish(self) -> Bytes {
        match self {
            Self::Identity => Bytes::new(),
            Self::Gzip(encoder) => encoder.finish().unwrap_or_default().into(),
        }
    }
}
