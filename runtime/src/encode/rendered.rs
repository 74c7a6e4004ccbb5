//! Label sets as text, made once and copied with every scrape.

use std::sync::OnceLock;

use super::bounds::Bounds;
use super::{lines, protobuf};
use crate::metadata::Metadata;

/// The label sets of a family, in the order in which they are exposed.
#[derive(Default)]
pub(crate) struct Rendered {
    /// What starts the line of each series, one after the other.
    heads: String,
    series: Vec<RenderedSeries>,
    /// The bounds that all series have in common.
    bounds: Bounds,
    /// The same label sets for protobuf, once somebody has asked for them.
    messages: OnceLock<Messages>,
}

/// As small as it can be, as there is one for each series.
struct RenderedSeries {
    /// The row in the storage.
    row: u32,
    /// Where its head ends, which is where the next one starts.
    end: u32,
}

/// The labels of each series as protobuf, one after the other.
struct Messages {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Rendered {
    /// Renders label sets, which come with their rows; each writes its labels, with commas in between.
    pub(crate) fn new<L>(metadata: &Metadata, bounds: Bounds, series: impl Iterator<Item = (usize, L)>) -> Self
    where
        L: FnOnce(&mut String),
    {
        let mut rendered = Self { bounds, ..Self::default() };
        for (row, labels) in series {
            lines::head(&mut rendered.heads, metadata, labels);
            // No family has 2^32 rows, nor 4 GiB of labels; if it had, what is beyond would be left out.
            if let (Ok(row), Ok(end)) = (u32::try_from(row), u32::try_from(rendered.heads.len())) {
                rendered.series.push(RenderedSeries { row, end });
            }
        }
        rendered.heads.shrink_to_fit();
        rendered.series.shrink_to_fit();
        rendered
    }

    /// How many label sets there are.
    pub(crate) fn len(&self) -> usize {
        self.series.len()
    }

    /// The label sets from this position on: their rows, and what starts their lines.
    pub(crate) fn series(&self, from: usize) -> impl Iterator<Item = (usize, &str)> {
        let mut start = from.checked_sub(1).and_then(|before| self.series.get(before)).map_or(0, |before| before.end);
        self.series.get(from..).unwrap_or_default().iter().map(move |series| {
            let head = start as usize..series.end as usize;
            start = series.end;
            (series.row as usize, self.heads.get(head).unwrap_or_default())
        })
    }

    /// The bounds that all series have in common.
    pub(crate) fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// The labels of the series at this position as protobuf.
    pub(super) fn message(&self, metadata: &Metadata, position: usize) -> &[u8] {
        let messages = self.messages.get_or_init(|| self.messages(metadata));
        let end = |position: usize| messages.ends.get(position).map_or(0, |&end| end as usize);
        let start = position.checked_sub(1).map_or(0, end);
        messages.bytes.get(start..end(position)).unwrap_or_default()
    }

    fn messages(&self, metadata: &Metadata) -> Messages {
        let mut messages = Messages { bytes: Vec::new(), ends: Vec::with_capacity(self.series.len()) };
        for (_, head) in self.series(0) {
            protobuf::labels(&mut messages.bytes, lines::labels(metadata, head));
            messages.ends.push(u32::try_from(messages.bytes.len()).unwrap_or(u32::MAX));
        }
        messages
    }
}
