//! Asking code of somebody else's: the function that a metric is read from, or a collector.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

/// How it fares.
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
    /// How often it panicked, and how often a scrape went on without it.
    pub(crate) fn failures(&self) -> (u64, u64) {
        (self.panicked.load(Ordering::Relaxed), self.late.load(Ordering::Relaxed))
    }

    /// What `answer` gives; nothing if it panics.
    pub(crate) fn attempt<T>(&self, answer: impl FnOnce() -> T) -> Option<T> {
        let said = catch_unwind(AssertUnwindSafe(answer));
        if said.is_err() {
            self.panicked.fetch_add(1, Ordering::Relaxed);
        }
        said.ok()
    }
}

/// What can be asked.
pub(crate) trait Asked: Send + Sync + 'static {
    /// What it says.
    type Answer: Send + 'static;

    /// How it fares.
    fn reading(&self) -> &Reading;

    /// Runs the code that is not ours, which may panic.
    fn answer(&self) -> Option<Self::Answer>;

    /// What it says; nothing if it panics.
    fn ask(&self) -> Option<Self::Answer> {
        self.reading().attempt(|| self.answer()).flatten()
    }

    /// The same, for a scrape that does not wait for ever: nothing as well if it is still running for another one.
    #[cfg(feature = "endpoint")]
    fn ask_once(&self) -> Option<Self::Answer> {
        if self.reading().under_way.swap(true, Ordering::Acquire) {
            self.go_on_without();
            return None;
        }
        let said = self.ask();
        self.reading().under_way.store(false, Ordering::Release);
        said
    }

    /// Takes note that a scrape goes on without it.
    #[cfg(feature = "endpoint")]
    fn go_on_without(&self) {
        self.reading().late.fetch_add(1, Ordering::Relaxed);
    }
}
