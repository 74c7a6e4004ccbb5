//! Label values that are met at run time, up to a cap.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::numbering::Numbering;
use crate::switch;

/// A label value that was met at run time.
///
/// It is what a capped label type wraps, and is made by that type's `From<&str>`; see
/// [`LabelValue`](trait@crate::LabelValue). A value is kept for as long as the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interned(u32);

impl Interned {
    /// Which value it is in a domain that keeps `max` apart, where `max` itself stands for all others.
    ///
    /// A value of another label type, which may have a larger domain, is one of those others.
    #[doc(hidden)]
    #[inline]
    pub const fn ordinal(self, max: u32) -> u32 {
        if self.0 < max { self.0 } else { max }
    }
}

/// Keeps the values of one capped label type.
pub struct Interner {
    max: u32,
    overflow: &'static str,
    values: OnceLock<Numbering<&'static str>>,
    overflowed: AtomicU64,
}

impl Interner {
    /// Keeps `max` values apart, but no more than 2^20, and has `overflow` stand for all others. Memory is taken as values
    /// are met.
    pub const fn new(max: u32, overflow: &'static str) -> Self {
        Self { max, overflow, values: OnceLock::new(), overflowed: AtomicU64::new(0) }
    }

    /// The value with this text, or the one that stands for all others if the cap is reached.
    ///
    /// A value that was met before is found without a lock or an allocation.
    pub fn intern(&self, value: &str) -> Interned {
        if value == self.overflow {
            return Interned(self.max);
        }
        let Some(values) = self.values.get().or_else(|| self.first()) else { return Interned(self.max) };
        // Each value is leaked once, and there are no more than `max` of them.
        if let Some(number) = values.number(value, || Box::leak(value.into())) {
            return Interned(number);
        }
        self.overflowed.fetch_add(1, Ordering::Relaxed);
        Interned(self.max)
    }

    /// Room for the first value; none while metrics are off, which then all read as those beyond the cap.
    #[cold]
    fn first(&self) -> Option<&Numbering<&'static str>> {
        (!switch::is_off()).then(|| self.values.get_or_init(|| Numbering::new(self.max)))
    }

    /// The text of a value by its ordinal; one that nobody was given is read as the overflow value.
    pub fn text(&self, ordinal: u32) -> &'static str {
        let value = self.values.get().and_then(|values| values.key(ordinal as usize));
        value.copied().unwrap_or(self.overflow)
    }

    /// How often a value found no room.
    pub fn overflowed(&self) -> u64 {
        self.overflowed.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Interned, Interner};

    #[test]
    fn a_value_is_the_same_each_time_and_others_are_not() {
        let interner = Interner::new(10, "other");
        let users = interner.intern("/users");
        assert_eq!(interner.intern("/users"), users);
        assert_ne!(interner.intern("/jobs"), users);
        assert_eq!(interner.text(users.ordinal(10)), "/users");
        assert_eq!(interner.overflowed(), 0);
    }

    #[test]
    fn values_beyond_the_cap_share_the_overflow_value_and_are_counted() {
        let interner = Interner::new(2, "rest");
        let kept = [interner.intern("a"), interner.intern("b")];
        assert_eq!(kept.map(|value| value.ordinal(2)), [0, 1]);
        let late = [interner.intern("c"), interner.intern("d"), interner.intern("c")];
        assert_eq!(late.map(|value| value.ordinal(2)), [2, 2, 2]);
        assert_eq!(interner.text(2), "rest");
        assert_eq!(interner.intern("a"), kept[0]);
        assert_eq!(interner.overflowed(), 3);
    }

    #[test]
    fn the_overflow_text_itself_is_no_overflow() {
        let interner = Interner::new(1, "other");
        assert_eq!(interner.intern("other").ordinal(1), 1);
        assert_eq!(interner.intern("first").ordinal(1), 0);
        assert_eq!(interner.overflowed(), 0);
    }

    #[test]
    fn a_cap_of_zero_lets_nothing_in() {
        let interner = Interner::new(0, "other");
        assert_eq!(interner.intern("a").ordinal(0), 0);
        assert_eq!(interner.text(0), "other");
        assert_eq!(interner.overflowed(), 1);
    }

    #[test]
    fn empty_and_long_values_are_values() {
        let interner = Interner::new(2, "other");
        let long = "é".repeat(5_000);
        assert_eq!(interner.text(interner.intern("").ordinal(2)), "");
        assert_eq!(interner.text(interner.intern(&long).ordinal(2)), long);
    }

    #[test]
    fn a_value_of_another_type_is_read_as_overflow() {
        let (large, small) = (Interner::new(100, "other"), Interner::new(1, "other"));
        let foreign: Vec<Interned> = (0..100).map(|n| large.intern(&n.to_string())).collect();
        assert_eq!(foreign[99].ordinal(1), 1);
        assert_eq!(small.text(foreign[99].ordinal(1)), "other");
        assert_eq!(small.text(u32::MAX), "other");
    }

    #[test]
    fn threads_agree_on_the_ordinal_of_each_value() {
        let interner = Interner::new(64, "other");
        let texts: Vec<String> = (0..64).map(|n| format!("/route/{n}")).collect();
        let seen: Vec<Vec<Interned>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|thread| {
                    let (interner, texts) = (&interner, &texts);
                    scope.spawn(move || {
                        let _warm: Vec<_> = (0..64).map(|n| interner.intern(&texts[(n + 8 * thread) % 64])).collect();
                        texts.iter().map(|text| interner.intern(text)).collect()
                    })
                })
                .collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
        });
        assert_eq!(seen.len(), 8);
        assert!(seen.iter().all(|ordinals| *ordinals == seen[0]));
        assert_eq!(seen[0].iter().collect::<HashSet<_>>().len(), 64);
        assert_eq!(interner.overflowed(), 0);
    }
}
