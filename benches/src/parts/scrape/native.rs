//! Native histograms.

use lowcard::Format;

use super::Section;
use super::case::Case;
use crate::subjects::NATIVE_WORLDS;
use crate::workload::{self, Sequence};

/// Those who have such a thing.
pub(super) fn section() -> Section {
    let expected = workload::native_durations(Sequence::Varying);
    let cases = NATIVE_WORLDS.iter().map(|entry| {
        let encode = (entry.fill)(Sequence::Varying);
        Case::reusing(format!("{}, protobuf", entry.name), (&expected, Format::Protobuf), move |room| encode(room))
    });
    Section { title: "112 native histograms of 16,384 observations over four decades", cases: cases.collect() }
}
