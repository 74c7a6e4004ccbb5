//! Reading the registry once for all scrapes that wait for it.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Instant;

use super::snapshot::Snapshot;
use crate::registry::Registry;

/// The reading that is under way, if one is.
pub(super) struct Gathers {
    registry: Registry,
    current: Mutex<Option<Arc<Gather>>>,
}

/// One reading, and who waits for it.
#[derive(Default)]
struct Gather {
    progress: Mutex<Progress>,
}

#[derive(Default)]
struct Progress {
    outcome: Option<Result<Arc<Snapshot>, NotGathered>>,
    waiting: Vec<Waker>,
}

/// The registry could not be read: there was no thread to be had for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotGathered;

impl Gathers {
    pub(super) fn new(registry: Registry) -> Self {
        Self { registry, current: Mutex::default() }
    }

    pub(super) fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Waits for the reading that is under way, or starts one that leaves out what is not there by the deadline.
    pub(super) fn join(self: &Arc<Self>, deadline: Instant) -> Joined {
        let (gather, is_new) = {
            let mut current = lock(&self.current);
            let is_new = current.is_none();
            (Arc::clone(current.get_or_insert_default()), is_new)
        };
        if is_new {
            self.start(Arc::clone(&gather), deadline);
        }
        Joined { gather }
    }

    /// On a thread of its own, as reading takes longer than a task of an async runtime should: labels that are met for
    /// the first time are rendered, and a histogram's row is waited for while its thread writes it.
    fn start(self: &Arc<Self>, gather: Arc<Gather>, deadline: Instant) {
        let under_way = UnderWay { gathers: Arc::clone(self), gather };
        // If there is no thread to be had, `under_way` is dropped, which says so to those who wait.
        let _ = thread::Builder::new().name("lowcard-gather".to_owned()).spawn(move || {
            let snapshot = Arc::new(Snapshot::take(&under_way.gathers.registry, deadline));
            under_way.end(Ok(snapshot));
        });
    }
}

/// Ends a reading whatever happens, so that nobody waits for ever.
struct UnderWay {
    gathers: Arc<Gathers>,
    gather: Arc<Gather>,
}

impl UnderWay {
    fn end(&self, outcome: Result<Arc<Snapshot>, NotGathered>) {
        // Who comes from now on wants newer numbers.
        lock(&self.gathers.current).take_if(|current| Arc::ptr_eq(current, &self.gather));
        let waiting = {
            let mut progress = lock(&self.gather.progress);
            progress.outcome.get_or_insert(outcome);
            std::mem::take(&mut progress.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.end(Err(NotGathered));
    }
}

/// The wait for a reading.
pub(super) struct Joined {
    gather: Arc<Gather>,
}

impl Future for Joined {
    type Output = Result<Arc<Snapshot>, NotGathered>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut progress = lock(&self.gather.progress);
        if let Some(outcome) = &progress.outcome {
            return Poll::Ready(outcome.clone());
        }
        if !progress.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            progress.waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // No change under these locks can stop halfway.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
