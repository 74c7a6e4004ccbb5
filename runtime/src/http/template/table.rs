//! The templates that axum's routes were met with, found by where their texts stand.

use std::sync::OnceLock;

use ::axum::extract::MatchedPath;

use super::{Seen, look_up};
use crate::http::HttpMetrics;

/// The templates of one set of metrics, as long as there is room.
///
/// axum has one text for each of its routes, and puts it into each request. So a template that was met before is known by
/// the address of its text: there is nothing to hash and nothing to compare. The table holds on to the texts, so that no
/// other one can have the same address.
#[derive(Debug)]
pub struct Templates {
    slots: OnceLock<Box<[Slot]>>,
}

type Slot = OnceLock<(MatchedPath, Seen)>;

/// How many slots may be looked at before a template is looked up by its text.
const PROBES: usize = 8;
/// A text stands behind two counters, at a multiple of this.
const ALIGNMENT: usize = 16;
/// More than any program has routes.
const MOST: u64 = 1 << 12;

impl Templates {
    /// None yet.
    #[doc(hidden)]
    pub const fn new() -> Self {
        Self { slots: OnceLock::new() }
    }

    /// What the route with this template is. Where there is no room for it, as in a program that makes routers all the
    /// time, it is looked up by its text, which takes longer.
    #[inline]
    pub(super) fn seen<M: HttpMetrics>(&self, template: &MatchedPath) -> Seen {
        let slots = self.slots.get_or_init(room::<M>);
        let first = template.as_str().as_ptr().addr() / ALIGNMENT;
        let mask = slots.len() - 1; // a power of two, as a division would cost more than all the rest
        for slot in (first..first + PROBES).filter_map(|slot| slots.get(slot & mask)) {
            let (known, seen) = slot.get_or_init(|| (template.clone(), look_up::<M>(template.as_str())));
            if std::ptr::eq(known.as_str(), template.as_str()) {
                return *seen;
            }
        }
        look_up::<M>(template.as_str())
    }
}

/// Twice as many slots as there are paths.
#[cold]
fn room<M: HttpMetrics>() -> Box<[Slot]> {
    let slots = (2 * M::PATHS.min(MOST)).next_power_of_two();
    (0..slots).map(|_| OnceLock::new()).collect()
}
