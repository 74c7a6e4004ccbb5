//! The cells of lowcard's storage under a model checker. Each test runs once for every order in which the steps of its
//! threads can happen, as far as three preemptions lead, and holds in all of them.
#![cfg(test)]
#![expect(clippy::unwrap_used, reason = "a thread that panics fails the model")]

#[allow(dead_code, unused_imports, unreachable_pub, reason = "the storage is more than what is modelled")]
#[path = "../src/storage/cells/mod.rs"]
mod cells;

use cells::{Layout, Local, Range, Threads, empty_slab};
use loom::sync::Arc;
use loom::thread;

/// Runs a model for every order of events that three preemptions can make.
fn model(run: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(run);
}

/// One thread's use of the storage: it joins when it first updates, and leaves when it ends.
struct Member {
    threads: Arc<Threads>,
    local: Local,
    held: Option<cells::Held>,
}

impl Member {
    fn new(threads: &Arc<Threads>) -> Self {
        Self { threads: Arc::clone(threads), local: Local::new(empty_slab()), held: None }
    }

    fn add(&mut self, number: u32) {
        if !self.local.add(number, 1_u64) {
            self.join();
            self.local.add_first(&self.threads, number, 1_u64);
        }
    }

    fn observe(&mut self, number: u32, value: f64) {
        if !self.local.observe(number, 0, value) {
            self.join();
            self.local.observe_first(&self.threads, number, 0, value);
        }
    }

    fn join(&mut self) {
        if self.held.is_none() {
            self.held = self.threads.join().map(|slab| self.local.hold(slab));
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        if let Some(held) = self.held.take() {
            self.local.release(&held, &self.threads);
        }
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
fn two_threads_may_make_the_shared_chunk_at_once() {
    model(|| {
        let threads = Arc::new(Threads::new());
        let range = threads.take(1, Layout::Whole).unwrap();
        let add = move |threads: &Threads| Local::new(empty_slab()).add_first(threads, range.first, 1_u64);
        let other = {
            let threads = Arc::clone(&threads);
            thread::spawn(move || add(&threads))
        };
        add(&threads);
        other.join().unwrap();
        assert_eq!(sum(&threads, &range), [2]);
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
