//! How a route says which one it is to a layer that stands around the router.
//!
//! axum keeps the template in the request, which it hands to the handler and never gives back. What is polled within a poll
//! of the layer's future runs on the same thread, so that the two can meet in a thread-local, which costs no allocation.

use std::any::TypeId;
use std::cell::Cell;

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

/// Waits for a route that has the same metrics, until it is dropped: at the end of a poll, or by a panic in it. Then it
/// has written down what a route said, and a layer further out waits again, if one did.
pub(super) struct Listening<'a> {
    heard: &'a mut Option<Seen>,
    outer: Option<Waiting>,
}

impl<'a> Listening<'a> {
    #[inline]
    pub(super) fn to<M: 'static>(heard: &'a mut Option<Seen>) -> Self {
        Self { heard, outer: replace(Some(Waiting { metrics: TypeId::of::<M>(), said: None })) }
    }
}

impl Drop for Listening<'_> {
    #[inline]
    fn drop(&mut self) {
        *self.heard = replace(self.outer).and_then(|waiting| waiting.said);
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
