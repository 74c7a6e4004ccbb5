//! The scrapes that are under way, and how many there may be.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::exposition::Exposition;
use super::time_limit::LONGEST;

/// Those that were admitted, of which some may have ended.
#[derive(Default)]
pub(super) struct Scrapes {
    admitted: Mutex<Vec<Weak<Scrape>>>,
}

/// One scrape, from its admission until its body has ended or is gone.
pub(super) struct Scrape {
    pub(super) started: Instant,
    deadline: Instant,
    /// What is being sent: not yet there, or taken away when the time was over.
    exposition: Mutex<Option<Exposition>>,
}

impl Scrapes {
    /// Admits a scrape that may take so long, unless as many as may be are under way.
    ///
    /// Those whose time is over make room, and lose what they hold: nobody may be there any more to ask for the rest, so
    /// that they would stay for ever.
    pub(super) fn admit(&self, max: usize, limit: Duration) -> Option<Arc<Scrape>> {
        let now = Instant::now();
        let mut admitted = self.admitted.lock().unwrap_or_else(PoisonError::into_inner);
        admitted.retain(|scrape| scrape.upgrade().is_some_and(|scrape| !scrape.is_over(now)));
        if admitted.len() >= max {
            return None;
        }
        let scrape =
            Arc::new(Scrape { started: now, deadline: now + limit.min(LONGEST), exposition: Mutex::default() });
        admitted.push(Arc::downgrade(&scrape));
        Some(scrape)
    }
}

impl Scrape {
    /// When functions are no longer waited for: the rest of the time is for sending.
    pub(super) fn gather_deadline(&self) -> Instant {
        self.started + self.deadline.saturating_duration_since(self.started) / 2
    }

    /// Has this to send.
    pub(super) fn send(&self, exposition: Exposition) {
        *self.exposition() = Some(exposition);
    }

    /// The next piece of what is sent, `None` at the end. An error if the time is over.
    pub(super) fn next(&self) -> Result<Option<bytes::Bytes>, TimeOver> {
        if self.is_over(Instant::now()) {
            return Err(TimeOver);
        }
        self.exposition().as_mut().map(Exposition::next).ok_or(TimeOver)
    }

    /// Says whether the time is over, and if so, lets go of what is sent.
    fn is_over(&self, now: Instant) -> bool {
        let is_over = now >= self.deadline;
        if is_over {
            drop(self.exposition().take());
        }
        is_over
    }

    fn exposition(&self) -> MutexGuard<'_, Option<Exposition>> {
        // Making a chunk does not panic; if it did, the client would find the rest cut off or damaged, and nobody else.
        self.exposition.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer took longer than it may.
#[derive(Debug)]
pub(super) struct TimeOver;
