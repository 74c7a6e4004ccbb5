//! Every thread's slab, and the one that is shared.

#[cfg(not(lowcard_loom))]
use std::sync::OnceLock;

use super::layout::Layout;
use super::slab::{CELLS, Slab, clear};
use super::space::{Range, Space};
use super::sync::{Arc, AtomicU64, Mutex, MutexGuard};

/// How many slabs of ended threads are kept for new ones. Those beyond are added to the shared one and freed, so that
/// a burst of threads is not paid for ever after.
#[cfg(not(lowcard_loom))]
const IDLE: usize = 16;
#[cfg(lowcard_loom)]
const IDLE: usize = 1;

/// How often the lock is tried for a thread that would update.
#[cfg(not(lowcard_loom))]
const ATTEMPTS: u32 = 100;
#[cfg(lowcard_loom)]
const ATTEMPTS: u32 = 1;

/// Where the numbers of a process are.
///
/// A family's number is the sum of its cells in all slabs: those of running threads, those that ended threads left
/// behind for new ones, and the shared slab. The lock is held by who reads such a sum, and by who changes which slabs
/// there are, so that nothing is counted twice or not at all. Who updates its own slab holds nothing.
pub(crate) struct Threads {
    shared: Shared,
    state: Mutex<State>,
}

struct State {
    space: Space,
    /// Every slab that may hold something.
    slabs: Vec<Arc<Slab>>,
    /// Those of them that no thread writes to.
    idle: Vec<Arc<Slab>>,
}

impl Threads {
    #[cfg(not(lowcard_loom))]
    pub(crate) const fn new() -> Self {
        Self { shared: Shared(OnceLock::new()), state: Mutex::new(State::new()) }
    }

    #[cfg(lowcard_loom)]
    pub(crate) fn new() -> Self {
        Self { shared: Shared(Slab::with_room_for(CELLS)), state: Mutex::new(State::new()) }
    }

    /// A slab with this cell, for a thread that has the slab `own` or none. None if another thread is just changing or
    /// reading them: the thread then makes do with the shared slab, and asks again with its next update.
    pub(crate) fn provide(&self, own: Option<&Arc<Slab>>, number: u32) -> Option<Arc<Slab>> {
        let mut state = self.try_lock()?;
        let found = own.cloned().or_else(|| state.idle.pop());
        match found {
            Some(slab) if !slab.part(number, 1).is_empty() => Some(slab),
            Some(slab) => {
                let grown = Arc::new(slab.grown(number));
                state.remove(&slab);
                state.slabs.push(Arc::clone(&grown));
                Some(grown)
            }
            None => {
                let slab = Arc::new(Slab::with_room_for(number));
                state.slabs.push(Arc::clone(&slab));
                Some(slab)
            }
        }
    }

    /// Takes back the slab of a thread that ends.
    pub(crate) fn leave(&self, slab: Arc<Slab>) {
        let mut state = self.lock();
        if state.idle.len() < IDLE {
            state.idle.push(slab);
            return;
        }
        for range in state.space.ranges() {
            self.fold(&slab, range);
        }
        state.remove(&slab);
    }

    /// Cells for a new family, all 0. None if the process has used all there are.
    pub(crate) fn take(&self, rows: u32, layout: Layout) -> Option<Range> {
        self.lock().space.take(rows, layout)
    }

    /// Takes back the cells of a family that nobody can update any more.
    pub(crate) fn give_back(&self, range: &Range) {
        let mut state = self.lock();
        for slab in self.all(&state) {
            clear(slab.part(range.first, range.len));
        }
        state.space.give_back(range);
    }

    /// Adds what every thread has in these cells to `totals`, which has as many.
    pub(crate) fn sum(&self, range: &Range, totals: &mut [u64]) {
        let state = self.lock();
        for slab in self.all(&state) {
            range.layout.add(slab.part(range.first, range.len), totals);
        }
    }

    /// The cells from this number on that all threads may add to.
    pub(crate) fn shared(&self, number: u32) -> &[AtomicU64] {
        self.shared.get_or_make().cells().get(number as usize..).unwrap_or_default()
    }

    fn all<'s>(&'s self, state: &'s State) -> impl Iterator<Item = &'s Slab> {
        state.slabs.iter().map(|slab| &**slab).chain(self.shared.get())
    }

    fn fold(&self, slab: &Slab, range: &Range) {
        let part = slab.part(range.first, range.len);
        let mut rows = vec![0; part.len()];
        range.layout.add(part, &mut rows);
        if rows.iter().any(|&bits| bits != 0) {
            range.layout.add_shared(&rows, self.shared.get_or_make().part(range.first, range.len));
        }
    }

    /// Other threads' first updates are over in no time; a scrape is not waited for.
    fn try_lock(&self) -> Option<MutexGuard<'_, State>> {
        (0..ATTEMPTS).find_map(|_| {
            std::hint::spin_loop();
            self.state.try_lock().ok()
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing of the user's runs under the lock, and no change can stop halfway.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl State {
    const fn new() -> Self {
        Self { space: Space::new(), slabs: Vec::new(), idle: Vec::new() }
    }

    fn remove(&mut self, slab: &Arc<Slab>) {
        self.slabs.retain(|known| !Arc::ptr_eq(known, slab));
    }
}

/// The slab that takes what was folded, and updates that have no slab of their own, by atomic additions. Few programs
/// ever need it.
#[cfg(not(lowcard_loom))]
struct Shared(OnceLock<Slab>);

#[cfg(not(lowcard_loom))]
impl Shared {
    fn get(&self) -> Option<&Slab> {
        self.0.get()
    }

    fn get_or_make(&self) -> &Slab {
        self.0.get_or_init(|| Slab::with_room_for(CELLS))
    }
}

/// The same, made beforehand: the model checker has no cell that is set once.
#[cfg(lowcard_loom)]
struct Shared(Slab);

#[cfg(lowcard_loom)]
impl Shared {
    #[expect(clippy::unnecessary_wraps, reason = "as where it is made when it is needed")]
    fn get(&self) -> Option<&Slab> {
        Some(&self.0)
    }

    fn get_or_make(&self) -> &Slab {
        &self.0
    }
}
