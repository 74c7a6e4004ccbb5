//! The calling thread's own slab: where almost every update goes, without a lock, and without an atomic
//! read-modify-write.

#![allow(unsafe_code)] // reason: the slab is reached by one load, with nothing to check

use std::cell::Cell;

use super::Value;
use super::layout::{BUCKETS, COUNT, SUM};
use super::slab::{Chunk, Slab, empty_slab};
use super::sync::{Arc, Ordering};
use super::threads::Threads;

/// A thread's way to its slab.
pub(crate) struct Local {
    /// A slab that a [`Held`] keeps alive, or the empty one.
    slab: Cell<*const Slab>,
}

/// A thread's hold on the slab that its [`Local`] leads to.
pub(crate) struct Held {
    slab: Arc<Slab>,
}

impl Local {
    /// Leads to this slab, which is the [empty one](empty_slab).
    pub(crate) const fn new(empty: &'static Slab) -> Self {
        Self { slab: Cell::new(empty) }
    }

    /// Adds to a cell. Says no if the thread has no memory for it: then [`Self::add_first`] is to be asked.
    #[inline]
    pub(crate) fn add<V: Value>(&self, number: u32, amount: V) -> bool {
        match self.slab().own_chunk(number) {
            Some(chunk) => {
                add_in(chunk, number, amount);
                true
            }
            None => false,
        }
    }

    /// Observes a value in a histogram's row. Says no if the thread has no memory for it: then
    /// [`Self::observe_first`] is to be asked.
    #[inline]
    pub(crate) fn observe(&self, number: u32, bucket: u32, value: f64) -> bool {
        match self.slab().own_chunk(number) {
            Some(chunk) => {
                observe_in(chunk, number, bucket, value);
                true
            }
            None => false,
        }
    }

    /// Adds to a cell that may have no memory yet; in the shared slab, if the thread has none of its own.
    pub(crate) fn add_first<V: Value>(&self, threads: &Threads, number: u32, amount: V) {
        if let Some(slab) = self.own_slab() {
            if let Some(chunk) = slab.make(number) {
                add_in(chunk, number, amount);
            }
        } else if let Some(chunk) = threads.shared().make(number) {
            amount.add_to(chunk.cell(number));
        }
    }

    /// Observes a value in a row that may have no memory yet; in the shared slab, if the thread has none of its own.
    pub(crate) fn observe_first(&self, threads: &Threads, number: u32, bucket: u32, value: f64) {
        if let Some(slab) = self.own_slab() {
            if let Some(chunk) = slab.make(number) {
                observe_in(chunk, number, bucket, value);
            }
        } else if let Some(chunk) = threads.shared().make(number) {
            1_u64.add_to(chunk.cell(number + BUCKETS + bucket));
            value.add_to(chunk.cell(number + SUM));
            1_u64.add_to(chunk.cell(number + COUNT));
        }
    }

    /// Leads to this slab from now on.
    pub(crate) fn hold(&self, slab: Arc<Slab>) -> Held {
        self.slab.set(Arc::as_ptr(&slab));
        Held { slab }
    }

    /// Leads to the empty slab again, and leaves the other to the next thread.
    pub(crate) fn release(&self, held: &Held, threads: &Threads) {
        self.slab.set(empty_slab());
        threads.leave(&held.slab);
    }

    #[inline]
    fn slab(&self) -> &Slab {
        // SAFETY: the pointer is that of the empty slab, which is static, or that of the `Arc` in a `Held`, whose owner
        // calls `release` before it drops it. `release` is not called while this borrow lasts: `Local` is not `Sync`,
        // and nothing that is done with the slab runs anyone else's code.
        unsafe { &*self.slab.get() }
    }

    fn own_slab(&self) -> Option<&Slab> {
        let slab = self.slab();
        (!std::ptr::eq(slab, empty_slab())).then_some(slab)
    }
}

/// One addition. The thread is the only writer, so that a plain load and store do.
#[inline]
fn add_in<V: Value>(chunk: &Chunk, number: u32, amount: V) {
    let cell = chunk.cell(number);
    cell.store(V::plus(cell.load(Ordering::Relaxed), amount.into_bits()), Ordering::Relaxed);
}

/// One observation, of which a reader sees all or nothing: `read_row` in [`layout`](super::layout) says how.
///
/// The thread is the only writer, so that plain loads and stores do.
#[inline]
fn observe_in(chunk: &Chunk, number: u32, bucket: u32, value: f64) {
    let bucket = chunk.cell(number + BUCKETS + bucket);
    bucket.store(bucket.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
    let sum = chunk.cell(number | SUM); // a row starts at a multiple of 4
    // Release, here and below: a reader that sees this sees what is written above.
    sum.store(f64::plus(sum.load(Ordering::Relaxed), value.to_bits()), Ordering::Release);
    let count = chunk.cell(number + COUNT);
    count.store(count.load(Ordering::Relaxed).wrapping_add(1), Ordering::Release);
}

#[cfg(not(lowcard_loom))]
pub(crate) use of_thread::{add, add_first, observe, observe_first};

/// The [`Local`] of the calling thread, and the process's [`Threads`].
#[cfg(not(lowcard_loom))]
mod of_thread {
    use std::cell::OnceCell;

    use super::super::process;
    use super::{Held, Local, Value, empty_slab};

    thread_local! {
        /// Without a destructor, so that reaching it takes no check, and it can be reached while the thread ends.
        static LOCAL: Local = const { Local::new(empty_slab()) };
        /// With one, which gives the slab back when the thread ends.
        static MEMBER: Member = const { Member(OnceCell::new()) };
    }

    struct Member(OnceCell<Held>);

    impl Drop for Member {
        fn drop(&mut self) {
            if let Some(held) = self.0.get() {
                LOCAL.with(|local| local.release(held, process()));
            }
        }
    }

    #[inline]
    pub(crate) fn add<V: Value>(number: u32, amount: V) -> bool {
        LOCAL.with(|local| local.add(number, amount))
    }

    #[inline]
    pub(crate) fn observe(number: u32, bucket: u32, value: f64) -> bool {
        LOCAL.with(|local| local.observe(number, bucket, value))
    }

    pub(crate) fn add_first<V: Value>(number: u32, amount: V) {
        join();
        LOCAL.with(|local| local.add_first(process(), number, amount));
    }

    pub(crate) fn observe_first(number: u32, bucket: u32, value: f64) {
        join();
        LOCAL.with(|local| local.observe_first(process(), number, bucket, value));
    }

    /// Gets the thread a slab, if it has none and is not ending.
    fn join() {
        // Once the member is gone the thread is ending, and its last updates go to the shared slab.
        let _ending = MEMBER.try_with(|member| {
            if member.0.get().is_none()
                && let Some(slab) = process().join()
            {
                let _ = member.0.set(LOCAL.with(|local| local.hold(slab)));
            }
        });
    }
}
