//! The series that are scraped.

use super::{BOUNDS, TIMING_SETS, VISIT_SETS};
use crate::labels::{Method, Path, Region, Route, Status};

/// One label set of the counters that are scraped, by the ordinals of its values.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// Of [`Region`].
    pub region: usize,
    /// Of [`Route`].
    pub route: usize,
    /// Of [`Status`].
    pub status: usize,
}

impl Visit {
    /// Every such set.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..VISIT_SETS).map(|number| Self {
            region: number / (Route::ALL.len() * Status::ALL.len()),
            route: number / Status::ALL.len() % Route::ALL.len(),
            status: number % Status::ALL.len(),
        })
    }

    /// Its number among all such sets.
    pub fn number(self) -> usize {
        (self.region * Route::ALL.len() + self.route) * Status::ALL.len() + self.status
    }

    /// What is counted in a family, so that numbers have from one to six digits.
    pub fn amount(self, family: usize) -> u64 {
        const LIMITS: [u64; 6] = [10, 100, 1_000, 10_000, 100_000, 1_000_000];
        let number = family * VISIT_SETS + self.number();
        1 + (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) % (LIMITS[number % LIMITS.len()] - 1)
    }

    /// The texts of its labels, in the order of the fields.
    pub fn texts(self) -> [&'static str; 3] {
        [Region::TEXTS[self.region], Route::TEXTS[self.route], Status::TEXTS[self.status]]
    }
}

/// One label set of the histograms that are scraped, by the ordinals of its values.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// Of [`Method`].
    pub method: usize,
    /// Of [`Path`].
    pub path: usize,
}

impl Timing {
    /// Every such set.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TIMING_SETS).map(|number| Self { method: number / Path::ALL.len(), path: number % Path::ALL.len() })
    }

    /// Its number among all such sets.
    pub fn number(self) -> usize {
        self.method * Path::ALL.len() + self.path
    }

    /// What is observed in a family: a value in every bucket, and a few more in some.
    pub fn values(self, family: usize) -> impl Iterator<Item = f64> {
        let more = (family + self.number()) % BOUNDS.len();
        BOUNDS.iter().chain(&BOUNDS[..more]).map(|bound| bound * 0.75).chain([12.5])
    }

    /// The texts of its labels, in the order of the fields.
    pub fn texts(self) -> [&'static str; 2] {
        [Method::TEXTS[self.method], Path::TEXTS[self.path]]
    }
}
