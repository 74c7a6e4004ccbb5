//! Threads that start together, each pinned to a CPU, and live as long as the part that they work for.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use crate::cpu;

/// What each thread does; it is told its number.
pub type Job = Arc<dyn Fn(usize) + Send + Sync>;

/// The threads.
pub struct Crew {
    workers: Vec<Worker>,
}

struct Worker {
    orders: Sender<(Job, Arc<Barrier>)>,
    reports: Receiver<(Instant, Instant)>,
}

impl Crew {
    /// As many threads as any of its jobs needs. They take turns on the CPUs if those are fewer.
    pub fn new(threads: usize) -> Self {
        Self { workers: (0..threads).map(Worker::new).collect() }
    }

    /// Has the first `threads` do a job at the same time: from the first to start until the last to finish.
    pub fn run(&self, threads: usize, job: &Job) -> Duration {
        let together = Arc::new(Barrier::new(threads));
        let workers = &self.workers[..threads];
        for worker in workers {
            worker.orders.send((Arc::clone(job), Arc::clone(&together))).expect("a worker that still waits for orders");
        }
        let reports: Vec<_> =
            workers.iter().map(|worker| worker.reports.recv().expect("a job that does not panic")).collect();
        let started = reports.iter().map(|(started, _)| *started).min();
        let finished = reports.iter().map(|(_, finished)| *finished).max();
        finished.zip(started).map_or(Duration::ZERO, |(finished, started)| finished - started)
    }
}

impl Worker {
    fn new(number: usize) -> Self {
        let (orders, ordered) = channel::<(Job, Arc<Barrier>)>();
        let (report, reports) = channel();
        thread::spawn(move || {
            cpu::pin(number);
            for (job, together) in ordered {
                together.wait();
                let started = Instant::now();
                job(number);
                let finished = Instant::now();
                // A job may hold the last reference to its subject, which the caller must find free again.
                drop(job);
                if report.send((started, finished)).is_err() {
                    break;
                }
            }
        });
        Self { orders, reports }
    }
}
