//! The exposition: families in, text out, in chunks.

mod chunks;
mod number;
mod text;

use crate::gather::Gathered;
use chunks::Chunks;

/// A format that a registry can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The Prometheus text format, version 0.0.4.
    Text,
}

impl Format {
    /// The media type to send it with.
    ///
    /// ```
    /// assert_eq!(lowcard::Format::Text.content_type(), "text/plain; version=0.0.4; charset=utf-8");
    /// ```
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; version=0.0.4; charset=utf-8",
        }
    }
}

/// Hands the families to `write`, a chunk at a time, up to the first error.
pub(crate) fn encode<E>(
    format: Format,
    families: impl Iterator<Item = Gathered>,
    write: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut chunks = Chunks::new(write);
    for family in families {
        match format {
            Format::Text => text::family(&family, &mut chunks)?,
        }
    }
    chunks.finish()
}
