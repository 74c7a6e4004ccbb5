//! A library that no program uses.

use lowcard::{Gauge, metric};

/// Shelves that are full.
#[metric]
static SHELVES_FULL: Gauge;

/// Heavy shelves that are full.
#[cfg(feature = "heavy")]
#[metric]
static HEAVY_SHELVES_FULL: Gauge;

pub fn fill() {
    SHELVES_FULL.set(1);
}
