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

/// Does `work` and returns with what a route said meanwhile.
pub(super) fn listen<M: 'static, T>(work: impl FnOnce() -> T) -> (T, Option<Seen>) {
    let outer = Outer(replace(Some(Waiting { metrics: TypeId::of::<M>(), said: None })));
    let result = work();
    let said = get().and_then(|waiting| waiting.said);
    drop(outer);
    (result, said)
}

/// Tells the layer around, if there is one that records into `M`. The outermost route comes first, and its word holds.
pub(super) fn say<M: 'static>(said: Seen) {
    if let Some(waiting) = get()
        && waiting.metrics == TypeId::of::<M>()
        && waiting.said.is_none()
    {
        replace(Some(Waiting { said: Some(said), ..waiting }));
    }
}

/// A layer further out that waits as well. It does so again when this is dropped, also by a panic.
struct Outer(Option<Waiting>);

impl Drop for Outer {
    fn drop(&mut self) {
        replace(self.0);
    }
}

/// A thread that ends may have no thread-locals any more: then nobody waits.
fn get() -> Option<Waiting> {
    WAITING.try_with(Cell::get).ok().flatten()
}

fn replace(waiting: Option<Waiting>) -> Option<Waiting> {
    WAITING.try_with(|cell| cell.replace(waiting)).ok().flatten()
}
