//! The cells that numbers are kept in: each thread has its own, and a scrape sums them.
//!
//! This folder knows nothing of the rest of the crate, so that `runtime/models` can compile it a second time, with
//! primitives that try every order of events.

mod exposed;
mod layout;
mod local;
mod slab;
mod space;
mod sync;
mod threads;
mod value;

pub(crate) use exposed::Exposed;
pub(crate) use layout::{BUCKETS, COUNT, Layout, SUM, WIDEST, observe_many_shared};
#[cfg(lowcard_loom)]
pub(crate) use local::{Held, Local};
#[cfg(not(lowcard_loom))]
pub(crate) use local::{add, add_first, observe, observe_many};
pub(crate) use slab::CELLS;
pub(crate) use space::Range;
pub(crate) use sync::{AtomicU64, Ordering};
pub(crate) use threads::Threads;
pub(crate) use value::Value;

/// The cells of the process.
#[cfg(not(lowcard_loom))]
pub(crate) fn process() -> &'static Threads {
    static PROCESS: Threads = Threads::new();
    &PROCESS
}
