//! The exposition: families in, bytes out, a chunk at a time.

mod bounds;
mod labels;
mod lines;
mod number;
mod openmetrics;
mod protobuf;
mod rendered;
mod text;
mod wire;

#[cfg(any(feature = "prometheus", feature = "push"))]
use std::borrow::Cow;

use crate::gather::{Gathered, Series};
#[cfg(any(feature = "prometheus", feature = "push"))]
use crate::metadata::Metadata;

pub(crate) use bounds::Bounds;
pub(crate) use openmetrics::OpenMetrics;
pub(crate) use protobuf::Protobuf;
pub(crate) use rendered::Rendered;
pub(crate) use text::Text;

/// About how much is collected before it is written, in bytes.
pub(crate) const CHUNK: usize = 64 * 1024;

/// A format that a registry can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The [Prometheus text format], version 0.0.4.
    ///
    /// [Prometheus text format]: https://prometheus.io/docs/instrumenting/exposition_formats/
    Text,
    /// [OpenMetrics] 1.0, which has units, exemplars and infos.
    ///
    /// [OpenMetrics]: https://prometheus.io/docs/specs/om/open_metrics_spec/
    OpenMetrics,
    /// The messages of `io.prometheus.client`, each behind its length: the only format with native histograms.
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

/// Writes families in one format. Between any two of its calls, what was written can be handed on.
pub(crate) trait Encoder {
    /// Where it writes to.
    type Buffer: Buffer;

    /// Starts a family, which has a series at least.
    fn start(&mut self, out: &mut Self::Buffer, family: &Gathered);

    /// Writes all that one label set has.
    fn series(&mut self, out: &mut Self::Buffer, family: &Gathered, series: &Series<'_>);

    /// Ends the exposition.
    fn end(&mut self, out: &mut Self::Buffer);

    /// Writes a family from one of its series on, until there is a chunk. Says which series comes next, unless the
    /// family is done.
    fn family(&mut self, out: &mut Self::Buffer, family: &Gathered, from: usize) -> Option<usize> {
        let mut is_started = from > 0;
        for series in family.series(from) {
            if !is_started {
                self.start(out, family);
                is_started = true;
            }
            self.series(out, family, &series);
            if out.len() >= CHUNK {
                return Some(series.position + 1);
            }
        }
        None
    }
}

/// Appends a label to others, as both text formats have it.
pub(crate) fn label(out: &mut String, name: &str, value: &str) {
    out.push_str(if out.is_empty() || out.ends_with('{') { "" } else { "," });
    lines::label(out, name, value);
}

/// The names and values of the labels in what starts the lines of a series.
#[cfg(any(feature = "prometheus", feature = "push"))]
pub(crate) fn label_pairs<'h>(metadata: &Metadata, head: &'h str) -> impl Iterator<Item = (&'h str, Cow<'h, str>)> {
    labels::pairs(lines::labels(metadata, head))
}

/// What an encoder writes to: text where all is text, so that nobody has to check that it is.
pub(crate) trait Buffer {
    /// Room for a chunk, and for what one series may put on top of it.
    fn for_chunks() -> Self;
    /// How many bytes there are.
    fn len(&self) -> usize;
    /// The bytes.
    fn bytes(&self) -> &[u8];
    /// Gives the bytes away.
    #[cfg(feature = "endpoint")]
    fn into_bytes(self) -> Vec<u8>;
    /// Forgets the bytes, and keeps their room.
    fn clear(&mut self);
}

/// What a series may put on top of a chunk. If it is more, the buffer grows.
const OVERHANG: usize = CHUNK / 8;

impl Buffer for String {
    fn for_chunks() -> Self {
        Self::with_capacity(CHUNK + OVERHANG)
    }

    fn len(&self) -> usize {
        self.len()
    }

    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }

    #[cfg(feature = "endpoint")]
    fn into_bytes(self) -> Vec<u8> {
        self.into_bytes()
    }

    fn clear(&mut self) {
        self.clear();
    }
}

impl Buffer for Vec<u8> {
    fn for_chunks() -> Self {
        Self::with_capacity(CHUNK + OVERHANG)
    }

    fn len(&self) -> usize {
        self.len()
    }

    fn bytes(&self) -> &[u8] {
        self
    }

    #[cfg(feature = "endpoint")]
    fn into_bytes(self) -> Vec<u8> {
        self
    }

    fn clear(&mut self) {
        self.clear();
    }
}
