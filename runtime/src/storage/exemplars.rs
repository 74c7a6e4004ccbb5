//! One example for each bucket of each series: kept as it came, and replaced from time to time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// An observation that stands for others.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Exemplar {
    /// Its labels, rendered. Scrapes share them.
    pub(crate) labels: Arc<str>,
    /// What was observed.
    pub(crate) value: f64,
    /// When.
    pub(crate) at: SystemTime,
}

/// What became of the labels that an exemplar was to have.
pub(crate) enum Labelled {
    /// They were written.
    Yes,
    /// There are none, so that there is nothing to show.
    Not,
    /// They may not be shown.
    Refused,
}

/// Where the exemplars of a metric come from that takes them of its own accord: what writes their labels.
#[derive(Clone, Copy, Debug)]
pub struct ExemplarSource(pub(crate) fn(&mut String) -> Labelled);

/// How long an exemplar stays at least, in milliseconds: looking for a newer one costs more than it is worth.
const STAYS: u64 = 1_000;

/// The exemplars of a family. They take memory with the first one of a row.
pub(super) struct Exemplars {
    source: Option<ExemplarSource>,
    rows: OnceLock<Box<[Row]>>,
    refused: AtomicU64,
}

/// The places of a row's exemplars, once there is one.
type Row = OnceLock<Box<[Slot]>>;

/// The place of one exemplar.
#[derive(Default)]
struct Slot {
    /// From when on it may be replaced, in milliseconds since 1970.
    due: AtomicU64,
    kept: Mutex<Option<Exemplar>>,
}

impl Exemplars {
    /// None yet.
    pub(super) const fn new(source: Option<ExemplarSource>) -> Self {
        Self { source, rows: OnceLock::new(), refused: AtomicU64::new(0) }
    }

    /// Where they come from without being asked for, if they do.
    pub(super) fn source(&self) -> Option<ExemplarSource> {
        self.source
    }

    /// Keeps an exemplar for a row out of so many, in one of its slots, if the last one has been there for a second and
    /// nobody else is about to. Only then the labels are asked for.
    pub(super) fn keep(
        &self,
        (row, rows): (usize, usize),
        (slot, slots): (usize, usize),
        value: f64,
        labels: impl FnOnce(&mut String) -> Labelled,
    ) {
        let rows = self.rows.get_or_init(|| (0..rows).map(|_| OnceLock::new()).collect());
        let slot =
            rows.get(row).and_then(|row| row.get_or_init(|| (0..slots).map(|_| Slot::default()).collect()).get(slot));
        let now = SystemTime::now();
        let Some((slot, due)) = slot.and_then(|slot| Some((slot, slot.take_turn(now)?))) else { return };
        let mut rendered = String::new();
        match labels(&mut rendered) {
            Labelled::Yes => slot.replace(Exemplar { labels: rendered.into(), value, at: now }),
            Labelled::Not => slot.give_turn_back(due),
            Labelled::Refused => {
                self.refused.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// How many may not be shown.
    pub(super) fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// Copies all exemplars: with their rows and slots, in this order.
    pub(super) fn read(&self, exemplars: &mut Vec<(usize, usize, Exemplar)>) {
        let rows = self.rows.get().into_iter().flat_map(|rows| rows.iter().enumerate());
        for (row, slots) in rows.filter_map(|(row, slots)| Some((row, slots.get()?))) {
            for (slot, place) in slots.iter().enumerate() {
                // Who would replace it meanwhile doesn't wait.
                let kept = place.kept.lock().unwrap_or_else(PoisonError::into_inner);
                exemplars.extend(kept.clone().map(|exemplar| (row, slot, exemplar)));
            }
        }
    }
}

impl Slot {
    /// Takes the turn to replace it, if that is due and nobody else has it. Says since when it has been due.
    fn take_turn(&self, now: SystemTime) -> Option<u64> {
        let now = u64::try_from(now.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_millis()).unwrap_or(0);
        let due = self.due.load(Ordering::Relaxed);
        // A clock that was set back must not make it stay for hours.
        let is_due = now >= due || due - now > STAYS;
        let is_ours =
            is_due && self.due.compare_exchange(due, now + STAYS, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        is_ours.then_some(due)
    }

    /// Lets the next one try at once.
    fn give_turn_back(&self, due: u64) {
        self.due.store(due, Ordering::Relaxed);
    }

    /// Leaves it as it is while a scrape reads it. Nothing of the user's runs under the lock.
    fn replace(&self, exemplar: Exemplar) {
        if let Ok(mut kept) = self.kept.try_lock() {
            *kept = Some(exemplar);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Exemplar, Exemplars, Labelled};

    fn keep(exemplars: &Exemplars, row: usize, slot: usize, label: &str) {
        exemplars.keep((row, 3), (slot, 2), 1.5, |labels| {
            labels.push_str(label);
            Labelled::Yes
        });
    }

    fn read(exemplars: &Exemplars) -> Vec<(usize, usize, String)> {
        let mut all = Vec::new();
        exemplars.read(&mut all);
        all.into_iter().map(|(row, slot, Exemplar { labels, .. })| (row, slot, labels.to_string())).collect()
    }

    #[test]
    fn each_slot_has_its_own_and_one_that_does_not_exist_none() {
        let exemplars = Exemplars::new(None);
        for (row, slot) in [(2, 1), (0, 0), (2, 0), (3, 0), (0, 2)] {
            keep(&exemplars, row, slot, &format!("{row}.{slot}"));
        }
        assert_eq!(read(&exemplars), [(0, 0, "0.0".into()), (2, 0, "2.0".into()), (2, 1, "2.1".into())]);
    }

    #[test]
    fn the_first_of_a_second_stays_and_the_labels_of_the_others_are_never_asked_for() {
        let exemplars = Exemplars::new(None);
        keep(&exemplars, 0, 0, "first");
        exemplars.keep((0, 3), (0, 2), 2.0, |_| unreachable!("the first has just come"));
        assert_eq!(read(&exemplars), [(0, 0, "first".into())]);
    }

    #[test]
    fn what_may_not_be_shown_is_counted() {
        let exemplars = Exemplars::new(None);
        exemplars.keep((0, 1), (0, 1), 1.0, |_| Labelled::Refused);
        assert_eq!((exemplars.refused(), read(&exemplars)), (1, vec![]));
    }

    #[test]
    fn a_panic_of_who_writes_the_labels_leaves_the_slot_usable() {
        let exemplars = Exemplars::new(None);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            exemplars.keep((0, 1), (0, 1), 1.0, |_| panic!("no"));
        }));
        assert!(panicked.is_err());
        assert_eq!(read(&exemplars), []);
        let kept = lowcard_servers::poll(Duration::from_secs(30), || {
            keep(&exemplars, 0, 0, "next");
            (!read(&exemplars).is_empty()).then_some(())
        });
        assert!(kept.is_some());
    }

    #[test]
    fn what_has_no_labels_leaves_the_last_one_and_its_turn_to_the_next() {
        let exemplars = Exemplars::new(None);
        exemplars.keep((0, 1), (0, 1), 1.0, |_| Labelled::Not);
        keep(&exemplars, 0, 0, "first");
        assert_eq!(read(&exemplars), [(0, 0, "first".into())]);
        let asked = lowcard_servers::poll(Duration::from_secs(30), || {
            let mut is_asked = false;
            exemplars.keep((0, 1), (0, 1), 1.0, |_| {
                is_asked = true;
                Labelled::Not
            });
            is_asked.then_some(())
        });
        assert!(asked.is_some());
        assert_eq!(read(&exemplars), [(0, 0, "first".into())]);
    }
}
