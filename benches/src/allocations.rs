//! The allocator of the process, which counts while it is asked to.
//!
//! It counts only then, so that what allocates in a timed loop does not also pay for shared counters.
#![expect(unsafe_code, reason = "an allocator can't be written without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

/// What was allocated meanwhile, by all threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocated {
    /// Calls that took memory or more of it.
    pub calls: u64,
    /// Bytes that are still in use, less those that were freed.
    pub live: i64,
    /// The most bytes that were in use at once. A block that grows counts once, as if it grew in place.
    pub peak: i64,
}

/// Does `work` and counts. Only one thread may ask at a time.
pub fn count<T>(work: impl FnOnce() -> T) -> (T, Allocated) {
    for counter in [&LIVE, &PEAK] {
        counter.store(0, Ordering::SeqCst);
    }
    CALLS.store(0, Ordering::SeqCst);
    COUNTING.store(true, Ordering::SeqCst);
    let result = work();
    COUNTING.store(false, Ordering::SeqCst);
    let allocated = Allocated {
        calls: CALLS.load(Ordering::SeqCst),
        live: LIVE.load(Ordering::SeqCst),
        peak: PEAK.load(Ordering::SeqCst),
    };
    (result, allocated)
}

static COUNTING: AtomicBool = AtomicBool::new(false);
static CALLS: AtomicU64 = AtomicU64::new(0);
static LIVE: AtomicI64 = AtomicI64::new(0);
static PEAK: AtomicI64 = AtomicI64::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Counting;

// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        took(layout.size(), 0);
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        took(layout.size(), 0);
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        took(size, layout.size());
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if COUNTING.load(Ordering::Relaxed) {
            LIVE.fetch_sub(signed(layout.size()), Ordering::Relaxed);
        }
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.dealloc(block, layout) }
    }
}

fn took(size: usize, before: usize) {
    if COUNTING.load(Ordering::Relaxed) {
        let more = signed(size) - signed(before);
        CALLS.fetch_add(1, Ordering::Relaxed);
        let live = LIVE.fetch_add(more, Ordering::Relaxed) + more;
        PEAK.fetch_max(live, Ordering::Relaxed);
    }
}

/// No block has more than `isize::MAX` bytes.
fn signed(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
