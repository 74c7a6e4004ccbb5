//! Numbers for values that are met at run time, up to a limit.

use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// The most keys that one numbering has room for, whatever is asked of it: its memory is taken at once.
pub(crate) const MOST: u32 = 1 << 20;

/// Gives the first keys that it meets a number each, from 0, in the order in which they arrive.
///
/// Looking up a key that has a number, or that came too late for one, takes no lock.
pub(crate) struct Numbering<K> {
    /// An open-addressing table that is never more than half full. A slot holds a key's number plus 1, or 0.
    slots: Box<[AtomicU32]>,
    /// The keys by their numbers.
    keys: Box<[OnceLock<K>]>,
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
        let limit = limit.min(MOST) as usize;
        Self {
            slots: (0..(2 * limit).next_power_of_two()).map(|_| AtomicU32::new(0)).collect(),
            keys: (0..limit).map(|_| OnceLock::new()).collect(),
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
        self.keys.get(number)?.get()
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
            Ok(number) => Some(number),
            Err(_) if full => None,
            Err(_) => self.give(key, own),
        }
    }

    fn is_full(&self) -> bool {
        self.len() >= self.keys.len()
    }

    /// The number of `key`, or the free slot where it belongs.
    fn find<Q>(&self, key: &Q) -> Result<u32, usize>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let mask = self.slots.len() - 1; // their count is a power of two
        #[expect(clippy::cast_possible_truncation, reason = "the low bits of the hash are all that is used")]
        let mut at = self.hasher.hash_one(key) as usize & mask;
        loop {
            // Acquire, paired with the release in `give`, so that the key is seen with its number.
            let Some(number) = self.slots[at].load(Ordering::Acquire).checked_sub(1) else { return Err(at) };
            if self.key(number as usize).is_some_and(|known| known.borrow() == key) {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
    }

    fn give<Q>(&self, key: &Q, own: impl FnOnce() -> K) -> Option<u32>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        // A poisoned lock guards nothing that a panic could have left half done.
        let _giving = self.giving.lock().unwrap_or_else(PoisonError::into_inner);
        let free = match self.find(key) {
            Ok(number) => return Some(number), // another thread was faster
            Err(free) => free,
        };
        let number = self.given.load(Ordering::Relaxed);
        self.keys.get(number as usize)?.get_or_init(own);
        self.slots[free].store(number + 1, Ordering::Release);
        self.given.store(number + 1, Ordering::Release);
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::Numbering;

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
    fn a_panic_while_a_key_is_made_leaves_the_numbering_usable() {
        let numbering = Numbering::<u64>::new(1);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| numbering.number(&1, || panic!("no"))));
        assert!(panicked.is_err());
        assert_eq!(numbering.number(&2, || 2), Some(0));
    }

    #[test]
    fn threads_that_meet_the_same_keys_agree_on_their_numbers() {
        let numbering = Numbering::<u64>::new(100);
        let agreed: Vec<Vec<_>> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..8).map(|_| scope.spawn(|| (0..200).map(|key| numbering.number(&key, || key)).collect())).collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
        });
        assert_eq!(agreed.len(), 8);
        assert_eq!(numbering.len(), 100);
        let again: Vec<_> = (0..200).map(|key| numbering.number(&key, || key)).collect();
        assert_eq!(again.iter().flatten().count(), 100);
        for thread in agreed {
            for (then, now) in thread.iter().zip(&again) {
                assert_eq!(then, now);
            }
        }
    }
}
