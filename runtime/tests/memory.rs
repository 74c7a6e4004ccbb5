//! What comes and goes leaves no memory behind. The tests run one by one, so that each measures its own.
#![expect(clippy::unwrap_used, reason = "a metric that is refused here fails the test")]

use std::sync::{Mutex, PoisonError};
use std::thread;

use lowcard::{Counter, Histogram, Interned, LabelSet, LabelValue, Metrics, Registry};

/// Held by the test that measures.
static MEASURING: Mutex<()> = Mutex::new(());

/// More than this is growth, not noise.
const NOISE: u64 = 20_000_000;

#[test]
fn many_registries_use_the_same_space_again() {
    #[derive(LabelSet)]
    struct Job {
        failed: bool,
    }

    #[derive(Metrics)]
    struct Metrics {
        /// Jobs.
        jobs_total: Counter<Job>,
        /// Time that jobs take.
        #[metric(buckets = [0.1, 1.0])]
        jobs_seconds: Histogram<Job>,
    }

    let _measuring = MEASURING.lock().unwrap_or_else(PoisonError::into_inner);
    let before = resident();
    for round in 0..100_000_u32 {
        let metrics = Metrics::register(&Registry::new()).unwrap();
        metrics.jobs_total.with(Job { failed: true }).inc();
        metrics.jobs_seconds.with(Job { failed: false }).observe(f64::from(round));
        assert_eq!(metrics.jobs_total.with(Job { failed: true }).get(), 1, "cells that were used before start at 0");
        assert_eq!(metrics.jobs_seconds.with(Job { failed: false }).get().count, 1);
    }
    let grown = resident().saturating_sub(before);
    assert!(grown < NOISE, "100,000 registries left {grown} bytes behind");
}

#[test]
fn threads_that_come_and_go_cost_bounded_memory() {
    #[derive(LabelValue)]
    #[label(max = 40)]
    struct Queue(Interned);

    #[derive(LabelSet)]
    struct Job {
        queue: Queue,
    }

    #[derive(Metrics)]
    struct Metrics {
        /// Jobs.
        pool_jobs_total: Counter<Job>,
        /// Time that jobs take.
        pool_jobs_seconds: Histogram<Job>,
    }

    let _measuring = MEASURING.lock().unwrap_or_else(PoisonError::into_inner);
    let registry = Registry::new();
    let metrics = Metrics::register(&registry).unwrap();
    let job = |n: u32| Job { queue: format!("queue {}", n % 40).as_str().into() };
    let wave = || {
        thread::scope(|scope| {
            for n in 0..512_u32 {
                let metrics = &metrics;
                scope.spawn(move || {
                    metrics.pool_jobs_total.with(job(n)).inc();
                    metrics.pool_jobs_seconds.with(job(n)).observe(1.0);
                });
            }
        });
    };
    wave();
    let after_one = resident();
    (0..19).for_each(|_| wave());
    let grown = resident().saturating_sub(after_one);
    assert!(grown < NOISE, "19 more waves of 512 threads left {grown} bytes behind");
    let counted: u64 = (0..40).map(|n| metrics.pool_jobs_total.with(job(n)).get()).sum();
    assert_eq!(counted, 20 * 512);
}

/// The process's memory in bytes, where the system says so.
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096
}
