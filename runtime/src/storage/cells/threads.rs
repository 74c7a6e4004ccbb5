//! Every thread's slab, and the one that is shared.

use super::layout::Layout;
use super::slab::{CHUNK, Chunk, Slab};
use super::space::{Range, Space};
use super::sync::{Arc, Mutex, MutexGuard};

/// How many slabs of ended threads are kept for new ones. Those beyond are added to the shared one and freed, so that
/// a burst of threads is not paid for ever after.
#[cfg(not(lowcard_loom))]
const IDLE: usize = 16;
#[cfg(lowcard_loom)]
const IDLE: usize = 1;

/// Where the numbers of a process are.
///
/// A family's number is the sum of its cells in all slabs: those of running threads, those that ended threads left
/// behind for new ones, and the shared slab. The lock is held by who reads such a sum, and by who changes which slabs
/// there are, so that nothing is counted twice or not at all. Who updates its own slab holds nothing.
pub(crate) struct Threads {
    /// Takes the slabs that were folded, and updates that have no slab of their own, by atomic additions.
    shared: Slab,
    state: Mutex<State>,
}

struct State {
    space: Space,
    /// Every slab that may hold something.
    slabs: Vec<Arc<Slab>>,
    /// Those of them that no thread writes to.
    idle: Vec<Arc<Slab>>,
}

impl State {
    const fn new() -> Self {
        Self { space: Space::new(), slabs: Vec::new(), idle: Vec::new() }
    }
}

impl Threads {
    #[cfg(not(lowcard_loom))]
    pub(crate) const fn new() -> Self {
        Self { shared: Slab::new(), state: Mutex::new(State::new()) }
    }

    #[cfg(lowcard_loom)]
    pub(crate) fn new() -> Self {
        Self { shared: Slab::new(), state: Mutex::new(State::new()) }
    }

    /// A slab for a thread that has none; none if another thread is just changing or reading them, in which case the
    /// thread makes do with the shared one and asks again with its next update.
    pub(crate) fn join(&self) -> Option<Arc<Slab>> {
        let mut state = self.state.try_lock().ok()?;
        if let Some(slab) = state.idle.pop() {
            return Some(slab);
        }
        let slab = Arc::new(Slab::new());
        state.slabs.push(Arc::clone(&slab));
        Some(slab)
    }

    /// Takes back the slab of a thread that ends.
    pub(crate) fn leave(&self, slab: &Arc<Slab>) {
        let mut state = self.lock();
        if state.idle.len() < IDLE {
            state.idle.push(Arc::clone(slab));
            return;
        }
        for range in state.space.ranges() {
            self.fold(slab, range);
        }
        state.slabs.retain(|known| !Arc::ptr_eq(known, slab));
    }

    /// Cells for a new family, all 0. None if the process has used all there are.
    pub(crate) fn take(&self, rows: u32, layout: Layout) -> Option<Range> {
        self.lock().space.take(rows, layout)
    }

    /// Takes back the cells of a family that nobody can update any more.
    pub(crate) fn give_back(&self, range: &Range) {
        let mut state = self.lock();
        for slab in state.slabs.iter().map(|slab| &**slab).chain([&self.shared]) {
            for (chunk, first, cells) in pieces(slab, range) {
                (first..first + cells).for_each(|number| chunk.clear(number));
            }
        }
        state.space.give_back(range);
    }

    /// Adds what every thread has in these cells to `totals`, which has as many.
    pub(crate) fn sum(&self, range: &Range, totals: &mut [u64]) {
        let state = self.lock();
        for slab in state.slabs.iter().map(|slab| &**slab).chain([&self.shared]) {
            for (chunk, first, cells) in pieces(slab, range) {
                let start = (first - range.first) as usize;
                range.layout.add(chunk, first, &mut totals[start..start + cells as usize]);
            }
        }
    }

    /// The slab that all threads may add to.
    pub(crate) fn shared(&self) -> &Slab {
        &self.shared
    }

    fn fold(&self, slab: &Slab, range: &Range) {
        for (chunk, first, cells) in pieces(slab, range) {
            let mut rows = [0; CHUNK as usize];
            let rows = &mut rows[..cells as usize];
            range.layout.add(chunk, first, rows);
            if let Some(shared) = self.shared.make(first) {
                range.layout.add_shared(rows, shared, first);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing of the user's runs under the lock, and no change can stop halfway.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The chunks of a slab that hold cells of the range, with the first of these cells and how many they are.
fn pieces<'s>(slab: &'s Slab, range: &Range) -> impl Iterator<Item = (&'s Chunk, u32, u32)> {
    let end = range.first + range.len;
    let mut next = range.first;
    std::iter::from_fn(move || {
        while next < end {
            let first = next;
            next = (first + 1).next_multiple_of(CHUNK).min(end);
            if let Some(chunk) = slab.chunk(first) {
                return Some((chunk, first, next - first));
            }
        }
        None
    })
}
