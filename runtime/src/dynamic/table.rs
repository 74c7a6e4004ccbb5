//! A map that only grows, up to a limit, and is read without a lock.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Slots of the smallest array.
const FEWEST: usize = 8;

/// How many arrays there can be, each four times as long as the one before it: the last has 33 million slots.
const ARRAYS: usize = 12;

/// The most entries, whatever is asked for: half of the slots of the largest array.
const MOST: usize = (FEWEST << (2 * (ARRAYS - 1))) / 2;

/// Keeps the first entries that come, each for as long as it lives itself.
///
/// Whoever looks something up states the hash, which a [`Numbering`](crate::numbering::Numbering) makes itself: some keys
/// bring theirs. Keys of the same hash make it slow, but never large.
pub(crate) struct Table<K, V> {
    /// Open addressing, never more than half full. Only the newest one is searched; what is older stays for those who
    /// are still reading it, and takes a third as much memory as the newest one, as entries are shared.
    arrays: [OnceLock<Array<K, V>>; ARRAYS],
    newest: AtomicUsize,
    len: AtomicUsize,
    max: usize,
    /// Held by whoever adds an entry.
    adding: Mutex<()>,
}

type Array<K, V> = Box<[OnceLock<Arc<Entry<K, V>>>]>;

struct Entry<K, V> {
    hash: u64,
    key: K,
    value: V,
}

impl<K, V> Table<K, V> {
    /// Has room for `max` entries.
    pub(crate) fn new(max: usize) -> Self {
        Self {
            arrays: [const { OnceLock::new() }; ARRAYS],
            newest: AtomicUsize::new(0),
            len: AtomicUsize::new(0),
            max: max.min(MOST),
            adding: Mutex::new(()),
        }
    }

    /// Whether there is no room for another entry. If it is asked before a search, what is not found will never be there.
    pub(crate) fn is_full(&self) -> bool {
        self.len() >= self.max
    }

    /// The value of the key with this hash that `is_it` knows.
    pub(crate) fn find(&self, hash: u64, is_it: impl Fn(&K) -> bool) -> Option<&V> {
        let found =
            probe(self.array()?, hash).map_while(OnceLock::get).find(|entry| entry.hash == hash && is_it(&entry.key));
        found.map(|entry| &entry.value)
    }

    /// The same; if there is none, it is added as `make` says. Nothing if there is no room for it.
    pub(crate) fn find_or_add(
        &self,
        hash: u64,
        is_it: impl Fn(&K) -> bool,
        make: impl FnOnce() -> (K, V),
    ) -> Option<&V> {
        // A poisoned lock guards nothing that a panic could have left half done.
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = self.find(hash, is_it) {
            return Some(value);
        }
        if self.is_full() {
            return None;
        }
        let (key, value) = make();
        let added = place(self.array_with_room(), Arc::new(Entry { hash, key, value }))?;
        self.len.fetch_add(1, Ordering::Release);
        Some(&added.value)
    }

    /// Everything there is, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let entries = self.array().into_iter().flatten().filter_map(OnceLock::get);
        entries.map(|entry| (&entry.key, &entry.value))
    }

    fn len(&self) -> usize {
        // Acquire, paired with the release where an entry is added: who sees the number sees the entries.
        self.len.load(Ordering::Acquire)
    }

    fn array(&self) -> Option<&Array<K, V>> {
        // Acquire, paired with the release below: a new array is seen with all that was in the old one.
        self.arrays.get(self.newest.load(Ordering::Acquire))?.get()
    }

    /// The newest array, or a longer one that takes its place.
    fn array_with_room(&self) -> &[OnceLock<Arc<Entry<K, V>>>] {
        let old = self.array();
        if let Some(old) = old.filter(|old| 2 * (self.len() + 1) <= old.len()) {
            return old;
        }
        let newest = if old.is_some() { self.newest.load(Ordering::Relaxed) + 1 } else { 0 };
        let Some(array) = self.arrays.get(newest) else { return &[] };
        let array = array.get_or_init(|| (0..FEWEST << (2 * newest)).map(|_| OnceLock::new()).collect());
        for entry in old.into_iter().flatten().filter_map(OnceLock::get) {
            place(array, Arc::clone(entry));
        }
        self.newest.store(newest, Ordering::Release);
        array
    }
}

/// The slots where an entry of this hash may be, in the order in which they are tried.
fn probe<T>(slots: &[T], hash: u64) -> impl Iterator<Item = &T> {
    #[expect(clippy::cast_possible_truncation, reason = "the low bits of the hash are all that is used")]
    let start = hash as usize & slots.len().wrapping_sub(1); // their count is a power of two
    let (before, from) = slots.split_at_checked(start).unwrap_or_default();
    from.iter().chain(before)
}

/// Puts an entry in the first free slot.
fn place<K, V>(slots: &[OnceLock<Arc<Entry<K, V>>>], entry: Arc<Entry<K, V>>) -> Option<&Entry<K, V>> {
    let free = probe(slots, entry.hash).find(|slot| slot.get().is_none())?;
    Some(free.get_or_init(|| entry))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::Table;

    fn add(table: &Table<u64, u64>, hash: u64, key: u64) -> Option<u64> {
        table.find_or_add(hash, |known| *known == key, || (key, 10 * key)).copied()
    }

    #[test]
    fn what_was_added_is_found_however_much_there_is() {
        let table = Table::new(usize::MAX);
        for key in 0..10_000_u64 {
            assert_eq!(table.find(key.rotate_left(7), |known| *known == key), None);
            assert_eq!(add(&table, key.rotate_left(7), key), Some(10 * key));
        }
        for key in 0..10_000_u64 {
            assert_eq!(table.find(key.rotate_left(7), |known| *known == key), Some(&(10 * key)));
        }
        assert_eq!(table.iter().map(|(key, _)| key).sum::<u64>(), 9_999 * 5_000);
    }

    #[test]
    fn the_limit_is_exact_and_what_came_too_late_is_never_made() {
        let table = Table::new(2);
        assert_eq!((add(&table, 1, 1), add(&table, 2, 2), table.is_full()), (Some(10), Some(20), true));
        assert_eq!(table.find_or_add(3, |_| false, || unreachable!("there is no room")), None);
        assert_eq!(add(&table, 1, 1), Some(10));
        assert!(Table::<u64, u64>::new(0).is_full());
    }

    #[test]
    fn keys_of_one_hash_are_told_apart_without_taking_more_memory() {
        let table = Table::new(1_000);
        for key in 0..1_000 {
            add(&table, u64::MAX, key);
        }
        assert!((0..1_000).all(|key| table.find(u64::MAX, |known| *known == key).is_some()));
        assert!(table.array().is_some_and(|array| array.len() == 2_048));
    }

    #[test]
    fn a_panic_while_an_entry_is_made_leaves_the_table_usable() {
        let table = Table::new(1);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            table.find_or_add(1, |_: &u64| false, || panic!("no"));
        }));
        assert!(panicked.is_err());
        assert_eq!(add(&table, 1, 1), Some(10));
    }

    #[test]
    fn threads_add_each_key_once() {
        let (table, made) = (Table::new(500), AtomicUsize::new(0));
        thread::scope(|scope| {
            for thread in 0..8 {
                let (table, made) = (&table, &made);
                scope.spawn(move || {
                    for n in 0..1_000_u64 {
                        let key = (n + 100 * thread) % 1_000;
                        let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
                        let found = table.find_or_add(
                            hash,
                            |known| *known == key,
                            || {
                                made.fetch_add(1, Ordering::Relaxed);
                                (key, key)
                            },
                        );
                        assert!(found.is_none_or(|value| *value == key));
                        assert_eq!(table.find(hash, |known| *known == key), found);
                    }
                });
            }
        });
        assert_eq!((made.load(Ordering::Relaxed), table.iter().count()), (500, 500));
    }
}
