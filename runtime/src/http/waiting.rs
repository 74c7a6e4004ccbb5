//! How a route says which one it is to a layer that stands around the router.
//!
//! axum keeps the template in the request, which it hands to the handler and never gives back. What is polled within a poll
//! of the layer's future runs on the same thread, so that the two can meet in a thread-local, which costs no allocation.

use std::any::TypeId;
use std::cell::Cell;
use std::mem;

use super::template::Seen;

/// A layer that waits for a route to say which one it is.
#[derive(Clone, Copy)]
struct Waiting {
    /// The metrics that it records into: a route speaks to a layer of the same ones.
    metrics: TypeId,
    said: Option<Seen>,
}

thread_local! {
    static WAITING: Cell<Option<Waiting>> = const { Cell::new(None) };
}

/// Waits from when it is begun until it is ended or, by a panic, dropped. Then a layer further out waits again, if one did.
pub(super) struct Listening {
    outer: Option<Waiting>,
}

impl Listening {
    /// Waits for a route that has the same metrics.
    #[inline]
    pub(super) fn begin<M: 'static>() -> Self {
        Self { outer: replace(Some(Waiting { metrics: TypeId::of::<M>(), said: None })) }
    }

    /// What a route has said.
    #[inline]
    pub(super) fn end(self) -> Option<Seen> {
        let waited = replace(self.outer);
        mem::forget(self); // all that a drop would do is done
        waited?.said
    }
}

impl Drop for Listening {
    #[inline]
    fn drop(&mut self) {
        replace(self.outer);
    }
}

/// Tells the layer around, if there is one that waits and records into `M`. The outermost route comes first, and its word
/// holds.
#[inline]
pub(super) fn say<M: 'static>(seen: impl FnOnce() -> Option<Seen>) {
    if let Some(waiting) = get()
        && waiting.metrics == TypeId::of::<M>()
        && waiting.said.is_none()
    {
        replace(Some(Waiting { said: seen(), ..waiting }));
    }
}

/// A thread that ends may have no thread-locals any more: then nobody waits.
#[inline]
fn get() -> Option<Waiting> {
    WAITING.try_with(Cell::get).ok().flatten()
}

#[inline]
fn replace(waiting: Option<Waiting>) -> Option<Waiting> {
    WAITING.try_with(|cell| cell.replace(waiting)).ok().flatten()
}
