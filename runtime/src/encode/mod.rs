//! The exposition: families in, text out, in chunks.

mod chunks;
mod number;
mod rendered;
mod text;

use crate::gather::Gathered;
use chunks::Chunks;
pub(crate) use rendered::Rendered;

/// A format that a registry can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The Prometheus text format, version 0.0.4.
    Text,
    /// `OpenMetrics`, version 1.0.0.
    OpenMetrics,
    /// The Prometheus protobuf format: messages of the type `io.prometheus.client.MetricFamily`, each after its length.
    Protobuf,
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
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Self::Protobuf => {
                "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
            }
        }
    }
}

/// Writes families to `write`, a chunk at a time, up to the first error.
pub(crate) struct Encoder<W> {
    format: Format,
    chunks: Chunks<W>,
}

impl<E, W: FnMut(&str) -> Result<(), E>> Encoder<W> {
    pub(crate) fn new(format: Format, write: W) -> Self {
        Self { format, chunks: Chunks::new(write) }
    }

    /// Writes one family; they come by name.
    pub(crate) fn family(&mut self, family: &Gathered<'_>) -> Result<(), E> {
        match self.format {
            Format::Text => text::family(family, &mut self.chunks),
            Format::OpenMetrics | Format::Protobuf => Ok(()),
        }
    }

    /// Writes what is left.
    pub(crate) fn finish(self) -> Result<(), E> {
        self.chunks.finish()
    }
}
