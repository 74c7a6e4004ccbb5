//! The cells of lowcard's storage under a model checker. Each test runs once for every order in which the steps of its
//! threads can happen, as far as three preemptions lead, and holds in all of them.
#![cfg(test)]
#![expect(clippy::unwrap_used, reason = "a thread that panics fails the model")]

#[allow(dead_code, unused_imports, unreachable_pub, reason = "the storage is more than what is modelled")]
#[path = "../src/storage/cells/mod.rs"]
mod cells;

use cells::{Held, Layout, Local, Range, Threads, Value};
use loom::sync::Arc;
use loom::thread;

/// Runs a model for every order of events that three preemptions can make.
fn model(run: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(run);
}

/// One thread's use of the storage: it gets a slab when it first updates, and leaves it when it ends.
struct Member {
    threads: Arc<Threads>,
    local: Local,
    held: Held,
}

impl Member {
    fn new(threads: &Arc<Threads>) -> Self {
        Self { threads: Arc::clone(threads), local: Local::new(), held: Held::default() }
    }

    fn add(&mut self, number: u32) {
        if !self.local.add(number, 1_u64) {
            self.local.provide(&mut self.held, &self.threads, number);
            if !self.local.add(number, 1_u64) {
                1_u64.add_to(&self.threads.shared(number)[0]);
            }
        }
    }

    fn observe(&mut self, number: u32, value: f64) {
        if !self.local.observe(number, 0, value) {
            self.local.provide(&mut self.held, &self.threads, number + cells::BUCKETS);
            assert!(self.local.observe(number, 0, value), "nobody else has the lock yet");
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.local.release(&mut self.held, &self.threads);
    }
}

fn sum(threads: &Threads, range: &Range) -> Vec<u64> {
    let mut totals = vec![0; range.len as usize];
    threads.sum(range, &mut totals);
    totals
}

#[test]
fn nothing_is_lost_when_threads_start_and_end() {
    model(|| {
        let threads = Arc::new(Threads::new());
        let range = threads.take(1, Layout::Whole).unwrap();
        let other = {
            let threads = Arc::clone(&threads);
            thread::spawn(move || {
                let mut member = Member::new(&threads);
                member.add(range.first);
                member.add(range.first);
            })
        };
        Member::new(&threads).add(range.first);
        other.join().unwrap();
        assert_eq!(sum(&threads, &range), [3]);
    });
}

#[test]
fn a_scrape_never_sees_a_counter_go_back() {
    model(|| {
        let threads = Arc::new(Threads::new());
        let range = threads.take(1, Layout::Whole).unwrap();
        let other = {
            let threads = Arc::clone(&threads);
            thread::spawn(move || Member::new(&threads).add(range.first))
        };
        let first = sum(&threads, &range)[0];
        let second = sum(&threads, &range)[0];
        assert!(first <= second && second <= 1, "{first}, then {second}");
        other.join().unwrap();
        assert_eq!(sum(&threads, &range), [1]);
    });
}

#[test]
fn folding_a_slab_counts_nothing_twice() {
    model(|| {
        let threads = Arc::new(Threads::new());
        let range = threads.take(1, Layout::Whole).unwrap();
        // One slab is kept for the next thread, so that of two threads that end one is folded.
        let mut members = [Member::new(&threads), Member::new(&threads)];
        for member in &mut members {
            member.add(range.first);
        }
        let reader = {
            let threads = Arc::clone(&threads);
            thread::spawn(move || sum(&threads, &range)[0])
        };
        drop(members);
        assert_eq!(reader.join().unwrap(), 2);
        assert_eq!(sum(&threads, &range), [2]);
    });
}

#[test]
fn a_histogram_is_read_whole() {
    model(|| {
        let threads = Arc::new(Threads::new());
        let range = threads.take(1, Layout::histogram(0)).unwrap();
        let mut member = Member::new(&threads);
        member.observe(range.first, 4.0);
        let reader = {
            let threads = Arc::clone(&threads);
            thread::spawn(move || sum(&threads, &range))
        };
        member.observe(range.first, 4.0);
        let row = reader.join().unwrap();
        let observed = (row[cells::BUCKETS as usize], f64::from_bits(row[cells::SUM as usize]));
        assert!([(1, 4.0), (2, 8.0)].contains(&observed), "{observed:?}");
    });
}

#[test]
fn a_histogram_that_threads_share_is_read_whole() {
    model(|| {
        let threads = Arc::new(Threads::new());
        let range = threads.take(1, Layout::histogram(0)).unwrap();
        let writer = {
            let threads = Arc::clone(&threads);
            thread::spawn(move || cells::observe_many_shared(threads.shared(range.first), 0, 4.0, 1))
        };
        let row = sum(&threads, &range);
        let observed = (row[cells::BUCKETS as usize], f64::from_bits(row[cells::SUM as usize]));
        assert!([(0, 0.0), (1, 4.0)].contains(&observed), "{observed:?}");
        writer.join().unwrap();
    });
}

#[test]
fn a_slab_that_grows_keeps_what_it_holds() {
    model(|| {
        let threads = Arc::new(Threads::new());
        let range = threads.take(8, Layout::Whole).unwrap();
        let last = range.first + range.len - 1;
        let mut member = Member::new(&threads);
        member.add(range.first);
        let reader = {
            let threads = Arc::clone(&threads);
            thread::spawn(move || (sum(&threads, &range), sum(&threads, &range)))
        };
        member.add(last);
        let (before, after) = reader.join().unwrap();
        assert_eq!((before[0], after[0]), (1, 1));
        assert!(before[7] <= after[7] && after[7] <= 1, "{before:?}, then {after:?}");
        assert_eq!(sum(&threads, &range), [1, 0, 0, 0, 0, 0, 0, 1]);
    });
}

#[test]
fn a_slab_is_handed_on_with_what_it_holds() {
    model(|| {
        let threads = Arc::new(Threads::new());
        let range = threads.take(2, Layout::Whole).unwrap();
        let chain = {
            let threads = Arc::clone(&threads);
            thread::spawn(move || {
                for _ in 0..2 {
                    Member::new(&threads).add(range.first + 1);
                }
            })
        };
        let seen = sum(&threads, &range);
        assert!(seen[0] == 0 && seen[1] <= 2, "{seen:?}");
        chain.join().unwrap();
        assert_eq!(sum(&threads, &range), [0, 2]);
    });
}
