//! A collector in a registry.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Collector;
use super::error::{CollectorError, CollectorErrorCause as Cause};
use super::families::Families;
use super::mistakes::Mistakes;
use crate::reading::{Asked, Reading};

/// A collector, its name, and how it fares.
pub(crate) struct Attached {
    name: Arc<str>,
    collector: Box<dyn Collector>,
    reading: Reading,
    mistakes: Mutex<Mistakes>,
}

thread_local! {
    /// The collectors that the thread is asking, by their addresses.
    static ASKING: RefCell<Vec<*const Attached>> = const { RefCell::new(Vec::new()) };
}

impl Attached {
    pub(crate) fn new(name: String, collector: impl Collector) -> Self {
        Self {
            name: name.into(),
            collector: Box::new(collector),
            reading: Reading::default(),
            mistakes: Mutex::default(),
        }
    }

    pub(crate) fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Whether the thread is asking it.
    #[cfg(feature = "prometheus")]
    pub(crate) fn is_being_asked(&self) -> bool {
        ASKING.try_with(|asking| asking.borrow().contains(&std::ptr::from_ref(self))) == Ok(true)
    }

    /// Takes note of what was left out.
    pub(super) fn note(&self, mistakes: Mistakes) {
        self.mistakes().extend(mistakes);
    }

    /// How often each cause came up.
    pub(crate) fn error_counts(&self) -> Vec<(Cause, u64)> {
        let (panicked, late) = self.reading.failures();
        let count = |(cause, count)| match cause {
            Cause::Panic => (cause, panicked),
            Cause::Timeout => (cause, late),
            Cause::Invalid | Cause::Conflict | Cause::Overflow => (cause, count),
        };
        self.mistakes().counts().map(count).collect()
    }

    /// What was left out so far, each cause once for each family.
    pub(crate) fn errors(&self) -> Vec<CollectorError> {
        let error = |family: &str, cause, detail: &str| CollectorError {
            collector: self.name.to_string(),
            family: family.to_owned(),
            cause,
            detail: detail.to_owned(),
        };
        let (panicked, late) = self.reading.failures();
        let panicked = (panicked > 0).then(|| error("", Cause::Panic, "it panicked, and was left out"));
        let late = (late > 0).then(|| error("", Cause::Timeout, "it did not return in time, and was left out"));
        let mistakes = self.mistakes();
        let kept = mistakes.kept().iter().map(|mistake| error(&mistake.family, mistake.cause, &mistake.detail));
        panicked.into_iter().chain(late).chain(kept).collect()
    }

    fn mistakes(&self) -> MutexGuard<'_, Mistakes> {
        self.mistakes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Asked for Attached {
    type Answer = Families;

    fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Nothing if it is what asks: then it exposes a registry that it is a part of.
    fn answer(&self) -> Option<Families> {
        let _asking = Asking::start(self)?;
        let mut families = Families::new(Arc::clone(&self.name), self.collector.max_series());
        self.collector.collect(&mut families);
        Some(families)
    }
}

/// Says which collector the thread is asking, until it is dropped.
struct Asking;

impl Asking {
    fn start(attached: &Attached) -> Option<Self> {
        let is_asked = ASKING.try_with(|asking| {
            let mut asking = asking.borrow_mut();
            let is_asked = asking.contains(&std::ptr::from_ref(attached));
            asking.push(attached);
            is_asked
        });
        // Dropped at once if it is asked already. A thread that is ending has no place to remember it.
        Some(Self).filter(|_| is_asked != Ok(true))
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let _ending = ASKING.try_with(|asking| asking.borrow_mut().pop());
    }
}
