//! The encoders alone.

use std::sync::Arc;

use super::case::Case;
use super::{FORMATS, Filled, Section};
use crate::subject::Size;
use crate::workload;

/// Every world in every format that it has.
pub(super) fn section(title: &'static str, worlds: &[Filled]) -> Section {
    let expected = workload::world(Size::FULL, 1);
    let mut cases = Vec::new();
    for (format, word) in FORMATS {
        for (name, world) in worlds.iter().filter(|(_, world)| world.encode(format, Vec::new()).is_some()) {
            let world = Arc::clone(world);
            let encode = move |room| world.encode(format, room).unwrap_or_default();
            cases.push(Case::reusing(format!("{name}, {word}"), (&expected, format), encode));
        }
    }
    Section { title, cases }
}
