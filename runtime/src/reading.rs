//! Asking the function that a metric is read from.

use std::panic;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::declaration::Source;
use crate::storage::Value;

/// How the function of one family fares.
#[derive(Default)]
pub(crate) struct Reading {
    /// How often it panicked.
    panicked: AtomicU64,
    /// How often a scrape went on without it.
    late: AtomicU64,
    /// Whether it is running for a scrape that does not wait for ever.
    #[cfg(feature = "endpoint")]
    under_way: std::sync::atomic::AtomicBool,
}

impl Reading {
    /// What it says; nothing if it panics.
    pub(crate) fn ask(&self, source: Source) -> Option<u64> {
        let said = panic::catch_unwind(|| match source {
            Source::U64(read) => read().into_bits(),
            Source::I64(read) => read().into_bits(),
            Source::F64(read) => read().into_bits(),
        });
        if said.is_err() {
            self.panicked.fetch_add(1, Ordering::Relaxed);
        }
        said.ok()
    }

    /// How often it panicked, and how often a scrape went on without it.
    pub(crate) fn failures(&self) -> (u64, u64) {
        (self.panicked.load(Ordering::Relaxed), self.late.load(Ordering::Relaxed))
    }
}

/// For scrapes that do not wait for ever.
#[cfg(feature = "endpoint")]
impl Reading {
    /// What it says; nothing as well if it is still running for another scrape.
    pub(crate) fn ask_once(&self, source: Source) -> Option<u64> {
        if self.under_way.swap(true, Ordering::Acquire) {
            self.go_on_without();
            return None;
        }
        let said = self.ask(source);
        self.under_way.store(false, Ordering::Release);
        said
    }

    /// Takes note that a scrape goes on without it.
    pub(crate) fn go_on_without(&self) {
        self.late.fetch_add(1, Ordering::Relaxed);
    }
}
