//! Label sets as text, made once and copied with every scrape.

use std::borrow::Cow;
use std::sync::OnceLock;

use lowcard_schema::{Definition, Kind};

use super::{lines, number, protobuf};

/// The label sets of a family, in the order of their values.
#[derive(Default)]
pub(crate) struct Rendered {
    /// What starts the line of each series, one after the other.
    heads: String,
    series: Vec<RenderedSeries>,
    /// How the bounds of a histogram end the labels of its buckets.
    bounds: Vec<String>,
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
    /// Renders label sets, which come with their rows.
    pub(crate) fn new<'l>(definition: &Definition, series: impl Iterator<Item = (usize, Vec<Cow<'l, str>>)>) -> Self {
        let mut sets: Vec<_> = series.collect();
        sets.sort_by(|(_, left), (_, right)| left.cmp(right));
        let mut rendered = Self { bounds: bounds(definition), ..Self::default() };
        for (row, values) in sets {
            lines::head(&mut rendered.heads, definition, &values);
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
        self.series.iter().skip(from).map(move |series| {
            let head = start as usize..series.end as usize;
            start = series.end;
            (series.row as usize, self.heads.get(head).unwrap_or_default())
        })
    }

    /// What comes after the labels in the lines of the buckets, from the lowest to `+Inf`.
    pub(super) fn bounds(&self) -> &[String] {
        &self.bounds
    }

    /// The labels of the series at this position as protobuf.
    pub(super) fn message(&self, definition: &Definition, position: usize) -> &[u8] {
        let messages = self.messages.get_or_init(|| self.messages(definition));
        let end = |position: usize| messages.ends.get(position).map_or(0, |&end| end as usize);
        let start = position.checked_sub(1).map_or(0, end);
        messages.bytes.get(start..end(position)).unwrap_or_default()
    }

    fn messages(&self, definition: &Definition) -> Messages {
        let mut messages = Messages { bytes: Vec::new(), ends: Vec::with_capacity(self.series.len()) };
        for (_, head) in self.series(0) {
            protobuf::labels(&mut messages.bytes, lines::labels(definition, head));
            messages.ends.push(u32::try_from(messages.bytes.len()).unwrap_or(u32::MAX));
        }
        messages
    }
}

/// `le="0.005"} ` and so on.
fn bounds(definition: &Definition) -> Vec<String> {
    if definition.kind != Kind::Histogram {
        return Vec::new();
    }
    let bounds = definition.buckets.iter().copied().chain([f64::INFINITY]);
    bounds
        .map(|bound| {
            let mut text = String::from("le=\"");
            number::bound(&mut text, bound);
            text.push_str("\"} ");
            text
        })
        .collect()
}
