//! The cells of one thread, found by their numbers.
//!
//! A slab is a table of chunks, and a chunk takes memory when one of its cells is first written to.

#![allow(unsafe_code)] // reason: the table holds pointers, so that a chunk can come into being while others read

use std::ptr;

use super::sync::{AtomicPtr, AtomicU64, Ordering};

/// Cells in a chunk, and so the most that a row may have.
#[cfg(not(lowcard_loom))]
pub(crate) const CHUNK: u32 = 256;
/// Chunks in a slab.
#[cfg(not(lowcard_loom))]
const CHUNKS: u32 = 2048;

#[cfg(lowcard_loom)]
pub(crate) const CHUNK: u32 = 4;
#[cfg(lowcard_loom)]
const CHUNKS: u32 = 4;

/// Cells in a slab: their numbers are below this.
pub(crate) const CELLS: u32 = CHUNK * CHUNKS;

/// Cells beside each other: 2 KiB.
pub(crate) struct Chunk([AtomicU64; CHUNK as usize]);

/// All cells of a thread: a table of 16 KiB, and the chunks that it has touched.
pub(crate) struct Slab([AtomicPtr<Chunk>; CHUNKS as usize]);

impl Slab {
    /// A slab in which every cell is 0 and none takes memory.
    #[cfg(not(lowcard_loom))]
    pub(crate) const fn new() -> Self {
        Self([const { AtomicPtr::new(ptr::null_mut()) }; CHUNKS as usize])
    }

    #[cfg(lowcard_loom)]
    pub(crate) fn new() -> Self {
        Self(std::array::from_fn(|_| AtomicPtr::new(ptr::null_mut())))
    }

    /// The chunk of a cell, as the slab's one writer sees it; none if it has no memory, or there is no such cell.
    #[inline]
    pub(crate) fn own_chunk(&self, number: u32) -> Option<&Chunk> {
        // Relaxed: the writer has stored the pointers itself, or took the slab over under a lock.
        self.load(number, Ordering::Relaxed)
    }

    /// The same, as anyone else sees it.
    pub(crate) fn chunk(&self, number: u32) -> Option<&Chunk> {
        // Acquire, paired with the release in `make`, so that the zeros of a new chunk are seen with it.
        self.load(number, Ordering::Acquire)
    }

    /// The chunk of a cell, with memory from now on; none if there is no such cell. Any number of threads may ask.
    pub(crate) fn make(&self, number: u32) -> Option<&Chunk> {
        let place = self.0.get((number / CHUNK) as usize)?;
        if place.load(Ordering::Acquire).is_null() {
            let made = Box::into_raw(Box::new(Chunk::new()));
            if place.compare_exchange(ptr::null_mut(), made, Ordering::AcqRel, Ordering::Acquire).is_err() {
                // SAFETY: another thread was faster, so nobody has seen this pointer, and it came from `into_raw`.
                drop(unsafe { Box::from_raw(made) });
            }
        }
        self.chunk(number)
    }

    #[inline]
    fn load(&self, number: u32, ordering: Ordering) -> Option<&Chunk> {
        let chunk = self.0.get((number / CHUNK) as usize)?.load(ordering);
        // SAFETY: the pointer is null or came from `Box::into_raw` in `make`. In the latter case it is never changed,
        // and what it leads to is freed with the slab, which is borrowed here.
        unsafe { chunk.as_ref() }
    }
}

impl Drop for Slab {
    fn drop(&mut self) {
        for chunk in &self.0 {
            let chunk = chunk.load(Ordering::Acquire);
            if !chunk.is_null() {
                // SAFETY: it came from `Box::into_raw` in `make`, and the slab, which alone leads to it, is gone.
                drop(unsafe { Box::from_raw(chunk) });
            }
        }
    }
}

impl Chunk {
    fn new() -> Self {
        Self(std::array::from_fn(|_| AtomicU64::new(0)))
    }

    /// A cell of it. Only the lowest bits of the number count, so every number leads to one.
    #[inline]
    pub(crate) fn cell(&self, number: u32) -> &AtomicU64 {
        &self.0[(number % CHUNK) as usize]
    }

    /// Cells beside each other, as many of these as the chunk has.
    pub(crate) fn cells(&self, first: u32, count: usize) -> &[AtomicU64] {
        let cells = &self.0[(first % CHUNK) as usize..];
        &cells[..count.min(cells.len())]
    }

    /// Makes a cell 0 again.
    pub(crate) fn clear(&self, number: u32) {
        self.cell(number).store(0, Ordering::Relaxed);
    }
}

/// The slab that a thread has before its first update. Nobody writes to it.
#[cfg(not(lowcard_loom))]
pub(crate) const fn empty_slab() -> &'static Slab {
    static EMPTY: Slab = Slab::new();
    &EMPTY
}

/// The same, made anew for each order of events that is tried.
#[cfg(lowcard_loom)]
pub(crate) fn empty_slab() -> &'static Slab {
    loom::lazy_static! {
        static ref EMPTY: Slab = Slab::new();
    }
    &EMPTY
}

#[cfg(all(test, not(lowcard_loom)))]
mod tests {
    use super::{CELLS, CHUNK, Ordering, Slab};

    #[test]
    fn a_chunk_has_memory_once_it_is_made() {
        let slab = Slab::new();
        for number in [0, 1, CHUNK, CELLS - 1, CELLS, u32::MAX] {
            assert!(slab.chunk(number).is_none());
        }
        assert!(slab.make(CELLS).is_none());
        let written = slab.make(700).map(|chunk| chunk.cell(700).store(9, Ordering::Relaxed));
        assert!(written.is_some());
        assert_eq!(slab.own_chunk(700).map(|chunk| chunk.cell(700).load(Ordering::Relaxed)), Some(9));
        assert!(slab.chunk(700 + CHUNK).is_none());
    }

    #[test]
    fn a_chunk_is_made_once_however_many_ask() {
        let slab = Slab::new();
        let numbers = || (0..CELLS).step_by(CHUNK as usize * 7);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for number in numbers() {
                        slab.make(number).map(|chunk| chunk.cell(number).fetch_add(1, Ordering::Relaxed));
                    }
                });
            }
        });
        for number in numbers() {
            assert_eq!(slab.chunk(number).map(|chunk| chunk.cell(number).load(Ordering::Relaxed)), Some(8));
        }
    }
}
