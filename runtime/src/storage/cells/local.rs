//! The calling thread's own slab: where almost every update goes, without a lock, and without an atomic
//! read-modify-write.

#![allow(unsafe_code)] // reason: the slab is reached by its address, with nothing to count or to lock

use std::cell::Cell;

use super::Value;
use super::layout::{BUCKETS, COUNT, SUM};
use super::slab::Slab;
use super::sync::{Arc, AtomicU64, Ordering};
use super::threads::Threads;

/// A thread's way to its slab.
pub(crate) struct Local {
    /// The cells of the slab that a [`Held`] keeps alive, or none.
    cells: Cell<*const [AtomicU64]>,
}

/// A thread's hold on the slab that its [`Local`] leads to.
#[derive(Default)]
pub(crate) struct Held {
    slab: Option<Arc<Slab>>,
}

impl Local {
    /// Leads to no cell.
    pub(crate) const fn new() -> Self {
        Self { cells: Cell::new(&[]) }
    }

    /// Adds to a cell. Says no if the thread has no such cell: then [`Self::provide`] is to be asked.
    #[inline]
    pub(crate) fn add<V: Value>(&self, number: u32, amount: V) -> bool {
        let Some(cell) = self.cells().get(number as usize) else { return false };
        cell.store(V::plus(cell.load(Ordering::Relaxed), amount.into_bits()), Ordering::Relaxed);
        true
    }

    /// Observes a value in a histogram's row. Says no if the thread has no such row: then [`Self::provide`] is to be
    /// asked.
    ///
    /// A reader sees all of an observation or nothing: `read_row` in [`layout`](super::layout) says how.
    #[inline]
    pub(crate) fn observe(&self, number: u32, bucket: u32, value: f64) -> bool {
        self.observe_many(number, bucket, value, 1)
    }

    /// Observes a value so many times at once, as [`observe`](Self::observe) does it once.
    #[inline]
    pub(crate) fn observe_many(&self, number: u32, bucket: u32, value: f64, times: u64) -> bool {
        let cells = self.cells();
        let Some(bucket) = cells.get(number as usize + (BUCKETS + bucket) as usize) else { return false };
        // SAFETY: both are before the bucket, which there is. A row starts at a multiple of 4, so that `|` adds.
        let [sum, count] = [SUM, COUNT].map(|cell| unsafe { cells.get_unchecked((number | cell) as usize) });
        bucket.store(bucket.load(Ordering::Relaxed).wrapping_add(times), Ordering::Relaxed);
        // Release, here and below: a reader that sees this sees what is written above.
        let amount = (value * times.as_f64()).to_bits();
        sum.store(f64::plus(sum.load(Ordering::Relaxed), amount), Ordering::Release);
        count.store(count.load(Ordering::Relaxed).wrapping_add(times), Ordering::Release);
        true
    }

    /// Gets the thread a slab with this cell, unless another thread has the lock.
    pub(crate) fn provide(&self, held: &mut Held, threads: &Threads, number: u32) {
        if let Some(slab) = threads.provide(held.slab.as_ref(), number) {
            self.cells.set(slab.cells());
            held.slab = Some(slab);
        }
    }

    /// Leads to no cell again, and leaves the slab to the next thread.
    pub(crate) fn release(&self, held: &mut Held, threads: &Threads) {
        self.cells.set(&[]);
        if let Some(slab) = held.slab.take() {
            threads.leave(slab);
        }
    }

    #[inline]
    fn cells(&self) -> &[AtomicU64] {
        // SAFETY: it is an empty slice, or the cells of the slab in a `Held`, which is replaced and dropped only after
        // this pointer is (`provide`, `release`). Neither happens while this borrow lasts: `Local` is not `Sync`, and
        // nothing that is done with the cells runs anyone else's code.
        unsafe { &*self.cells.get() }
    }
}

#[cfg(not(lowcard_loom))]
pub(crate) use of_thread::{add, add_first, observe, observe_many};

/// The [`Local`] of the calling thread, and the process's [`Threads`].
#[cfg(not(lowcard_loom))]
mod of_thread {
    use std::cell::RefCell;

    use super::super::{layout::observe_many_shared, process};
    use super::{BUCKETS, Held, Local, Value};

    thread_local! {
        /// Without a destructor, so that reaching it takes no check, and it can be reached while the thread ends.
        static LOCAL: Local = const { Local::new() };
        /// With one, which gives the slab back when the thread ends.
        static MEMBER: Member = const { Member(RefCell::new(Held { slab: None })) };
    }

    struct Member(RefCell<Held>);

    impl Drop for Member {
        fn drop(&mut self) {
            LOCAL.with(|local| local.release(self.0.get_mut(), process()));
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

    /// Adds to a cell that the thread does not have yet: in a slab that has it, or in the shared one.
    pub(crate) fn add_first<V: Value>(number: u32, amount: V) {
        provide(number);
        if !add(number, amount)
            && let Some(cell) = process().shared(number).first()
        {
            amount.add_to(cell);
        }
    }

    /// Observes a value so many times in a row that the thread may not have yet: in a slab that has it, or in the shared
    /// one.
    pub(crate) fn observe_many(number: u32, bucket: u32, value: f64, times: u64) {
        let observe = || LOCAL.with(|local| local.observe_many(number, bucket, value, times));
        if !observe() {
            provide(number + BUCKETS + bucket);
            if !observe() {
                observe_many_shared(process().shared(number), bucket, value, times);
            }
        }
    }

    /// Gets the thread a slab with this cell, unless it is ending.
    fn provide(number: u32) {
        // Once the member is gone the thread is ending, and its last updates go to the shared slab.
        let _ending = MEMBER.try_with(|member| {
            if let Ok(mut held) = member.0.try_borrow_mut() {
                LOCAL.with(|local| local.provide(&mut held, process(), number));
            }
        });
    }
}
