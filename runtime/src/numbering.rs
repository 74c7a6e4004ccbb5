//! Numbers for values that are met at run time, up to a limit.

use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// The most keys that one numbering has room for, whatever is asked of it.
pub(crate) const MOST: u32 = 1 << 20;

/// Slots of the smallest table.
const FEWEST: usize = 64;
/// How many tables there can be, each four times as long as the one before it: the last is half full with [`MOST`] keys.
const TABLES: usize = 9;
/// Keys of the first block.
const FIRST: usize = FEWEST / 2;
/// How many blocks there can be, each twice as long as the one before it.
const BLOCKS: usize = 16;

/// Gives the first keys that it meets a number each, from 0, in the order in which they arrive.
///
/// Looking up a key that has a number, or that came too late for one, takes no lock. Memory is taken as keys arrive.
pub(crate) struct Numbering<K> {
    limit: usize,
    /// Open addressing, never more than half full. A slot holds a key's number plus 1, or 0. Only the newest is searched;
    /// what is older stays for those who are still reading it, and takes a third as much memory.
    tables: [OnceLock<Box<[AtomicU32]>>; TABLES],
    newest: AtomicUsize,
    /// The keys by their numbers.
    blocks: [OnceLock<Box<[OnceLock<K>]>>; BLOCKS],
    /// How many numbers have been given.
    given: AtomicU32,
    /// Held by whoever gives the next number.
    giving: Mutex<()>,
    /// Random for each numbering, since keys may come from outside and be chosen to collide.
    hasher: RandomState,
}

impl<K: Hash + Eq> Numbering<K> {
    /// Has room for `limit` keys, and for no more than [`MOST`].
    pub(crate) fn new(limit: u32) -> Self {
        Self {
            limit: limit.min(MOST) as usize,
            tables: [const { OnceLock::new() }; TABLES],
            newest: AtomicUsize::new(0),
            blocks: [const { OnceLock::new() }; BLOCKS],
            given: AtomicU32::new(0),
            giving: Mutex::new(()),
            hasher: RandomState::new(),
        }
    }

    /// How many keys have a number.
    pub(crate) fn len(&self) -> usize {
        self.given.load(Ordering::Acquire) as usize
    }

    /// The key with this number.
    pub(crate) fn key(&self, number: usize) -> Option<&K> {
        let (block, place) = place(number);
        self.blocks.get(block)?.get()?.get(place)?.get()
    }

    /// The number of `key`. A new key is stored as `own` makes it, and gets none where there is no room left.
    pub(crate) fn number<Q>(&self, key: &Q, own: impl FnOnce() -> K) -> Option<u32>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        // Asked before the search: a key that a full table doesn't have will never be in it.
        let full = self.is_full();
        match self.find(key) {
            Some(number) => Some(number),
            None if full => None,
            None => self.give(key, own),
        }
    }

    fn is_full(&self) -> bool {
        self.len() >= self.limit
    }

    fn find<Q>(&self, key: &Q) -> Option<u32>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        // Acquire, paired with the release in `room`: a new table is seen with all that was in the old one.
        let table = self.tables.get(self.newest.load(Ordering::Acquire))?.get()?;
        // Acquire, paired with the release in `give`, so that a key is seen with its number.
        let mut numbers = probe(table, self.hash(key)).map_while(|slot| slot.load(Ordering::Acquire).checked_sub(1));
        numbers.find(|&number| self.key(number as usize).is_some_and(|known| known.borrow() == key))
    }

    fn give<Q>(&self, key: &Q, own: impl FnOnce() -> K) -> Option<u32>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        // A poisoned lock guards nothing that a panic could have left half done.
        let _giving = self.giving.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = self.find(key) {
            return Some(number); // another thread was faster
        }
        if self.is_full() {
            return None;
        }
        let number = self.given.load(Ordering::Relaxed);
        let table = self.room()?;
        self.keep(number as usize, own)?;
        insert(table, self.hash(key), number)?;
        self.given.store(number + 1, Ordering::Release);
        Some(number)
    }

    /// The newest table if there is room for another key in it, or a longer one that takes its place.
    fn room(&self) -> Option<&[AtomicU32]> {
        let newest = self.newest.load(Ordering::Relaxed);
        let table = self.tables.get(newest)?.get();
        if let Some(table) = table.filter(|table| 2 * (self.len() + 1) <= table.len()) {
            return Some(table);
        }
        let next = if table.is_some() { newest + 1 } else { newest };
        let slots = || (0..FEWEST << (2 * next)).map(|_| AtomicU32::new(0)).collect();
        let longer = self.tables.get(next)?.get_or_init(slots);
        for number in 0..self.given.load(Ordering::Relaxed) {
            insert(longer, self.hash(self.key(number as usize)?), number)?;
        }
        self.newest.store(next, Ordering::Release);
        Some(longer)
    }

    /// Stores the key that is to have this number.
    fn keep(&self, number: usize, own: impl FnOnce() -> K) -> Option<()> {
        let (block, place) = place(number);
        let keys = || (0..FIRST << block).map(|_| OnceLock::new()).collect();
        self.blocks.get(block)?.get_or_init(keys).get(place)?.get_or_init(own);
        Some(())
    }

    fn hash<Q: Hash + ?Sized>(&self, key: &Q) -> u64 {
        self.hasher.hash_one(key)
    }
}

/// Which block has the key of a number, and where in it.
fn place(number: usize) -> (usize, usize) {
    let block = (number / FIRST + 1).ilog2();
    (block as usize, number - FIRST * ((1 << block) - 1))
}

/// The slots where a key of this hash may be, in the order in which they are tried.
fn probe(table: &[AtomicU32], hash: u64) -> impl Iterator<Item = &AtomicU32> {
    #[expect(clippy::cast_possible_truncation, reason = "the low bits of the hash are all that is used")]
    let start = hash as usize & table.len().wrapping_sub(1); // their count is a power of two
    let (before, from) = table.split_at_checked(start).unwrap_or_default();
    from.iter().chain(before)
}

/// Puts a number in the first free slot.
fn insert(table: &[AtomicU32], hash: u64, number: u32) -> Option<()> {
    probe(table, hash).find(|slot| slot.load(Ordering::Relaxed) == 0)?.store(number + 1, Ordering::Release);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{BLOCKS, FEWEST, FIRST, MOST, Numbering, TABLES, place};

    #[test]
    fn keys_are_numbered_as_they_arrive_and_keep_their_numbers() {
        let numbering = Numbering::<u64>::new(3);
        assert_eq!(numbering.number(&70, || 70), Some(0));
        assert_eq!(numbering.number(&80, || 80), Some(1));
        assert_eq!(numbering.number(&70, || 70), Some(0));
        assert_eq!(numbering.key(1), Some(&80));
        assert_eq!(numbering.key(2), None);
        assert_eq!(numbering.len(), 2);
    }

    #[test]
    fn the_limit_is_exact() {
        let numbering = Numbering::<u64>::new(2);
        let numbers: Vec<_> = (0..4).map(|key| numbering.number(&key, || key)).collect();
        assert_eq!(numbers, [Some(0), Some(1), None, None]);
        assert_eq!(Numbering::<u64>::new(0).number(&1, || 1), None);
    }

    #[test]
    fn what_was_numbered_is_found_however_much_there_is() {
        const MANY: u32 = 100_000;
        let numbering = Numbering::<u64>::new(MANY);
        for key in 0..MANY {
            assert_eq!(numbering.number(&u64::from(key), || key.into()), Some(key));
        }
        assert_eq!(numbering.number(&u64::MAX, || u64::MAX), None);
        for key in (0..MANY).rev() {
            assert_eq!(numbering.number(&u64::from(key), || unreachable!()), Some(key));
        }
        assert_eq!(numbering.len(), MANY as usize);
    }

    #[test]
    fn there_is_room_for_the_most_keys() {
        let most = MOST as usize;
        assert!(FEWEST << (2 * (TABLES - 1)) >= 2 * most);
        let (block, within) = place(most - 1);
        assert!(block < BLOCKS && within < FIRST << block);
        assert_eq!((place(0), place(FIRST - 1), place(FIRST)), ((0, 0), (0, FIRST - 1), (1, 0)));
    }

    #[test]
    fn a_panic_while_a_key_is_made_leaves_the_numbering_usable() {
        let numbering = Numbering::<u64>::new(1);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| numbering.number(&1, || panic!("no"))));
        assert!(panicked.is_err());
        assert_eq!(numbering.number(&2, || 2), Some(0));
    }

    #[test]
    fn threads_that_meet_the_same_keys_agree_on_their_numbers() {
        let numbering = Numbering::<u64>::new(1_000);
        let agreed: Vec<Vec<_>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| (0..2_000).map(|key| numbering.number(&key, || key)).collect()))
                .collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
        });
        assert_eq!(agreed.len(), 8);
        assert_eq!(numbering.len(), 1_000);
        let again: Vec<_> = (0..2_000).map(|key| numbering.number(&key, || key)).collect();
        assert_eq!(again.iter().flatten().count(), 1_000);
        for thread in agreed {
            for (then, now) in thread.iter().zip(&again) {
                assert_eq!(then, now);
            }
        }
    }
}
