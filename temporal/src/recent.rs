//! The runs that were met last.

use std::collections::{HashSet, VecDeque};

/// Remembers so many numbers, and forgets the oldest for the next.
#[derive(Default)]
pub(crate) struct Recent {
    known: HashSet<u64>,
    order: VecDeque<u64>,
}

/// How many. It only has to be more than there are runs whose first task is being tried again.
const MOST: usize = 10_000;

impl Recent {
    /// Remembers a number. Says whether it is new.
    pub(crate) fn add(&mut self, number: u64) -> bool {
        let is_new = self.known.insert(number);
        if is_new {
            self.order.push_back(number);
        }
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Recent};

    #[test]
    fn each_number_is_new_once() {
        let mut recent = Recent::default();
        assert_eq!([1, 2, 1, 2].map(|number| recent.add(number)), [true, true, false, false]);
    }

    #[test]
    fn the_oldest_makes_room() {
        let mut recent = Recent::default();
        assert!((0..=MOST as u64).all(|number| recent.add(number)));
        assert_eq!(recent.known.len(), MOST);
        assert!(recent.add(0), "it was forgotten");
        assert!(!recent.add(MOST as u64), "it is known");
    }
}
