//! Threads that start, update, and end, while others scrape: nothing is lost, nothing goes back, and no histogram is
//! seen half written.
#![expect(clippy::unwrap_used, reason = "a thread that panics fails the test")]

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use lowcard::{Counter, Gauge, Histogram, Interned, LabelSet, LabelValue, Metrics, Registry};

#[derive(Clone, Copy, LabelValue)]
enum Outcome {
    Done,
    Failed,
}

#[derive(LabelValue)]
#[label(max = 40)]
struct Queue(Interned);

#[derive(LabelSet)]
struct Job {
    queue: Queue,
    outcome: Outcome,
}

#[derive(Metrics)]
#[metrics(prefix = "job")]
struct JobMetrics {
    /// Jobs.
    done_total: Counter<Job>,
    /// Jobs of the queues that came first.
    #[metric(max_series = 10)]
    early_total: Counter<Job>,
    /// Work done.
    work_total: Counter<(), f64>,
    /// Time that jobs take.
    #[metric(buckets = [0.25, 1.0, 4.0])]
    duration_seconds: Histogram<Job>,
    /// Jobs that run.
    running: Gauge,
}

const UPDATES: u32 = 400;

/// One thread's updates. All durations are a half, so that a sum says how many there were.
fn work(metrics: &JobMetrics, thread: u32) {
    for n in 0..UPDATES {
        let job = || Job {
            queue: format!("queue {}", (n + thread) % 50).as_str().into(),
            outcome: if n % 3 == 0 { Outcome::Failed } else { Outcome::Done },
        };
        let _running = metrics.running.track();
        metrics.done_total.with(job()).inc();
        metrics.early_total.with(job()).add(2);
        metrics.work_total.add(0.5);
        metrics.duration_seconds.with(job()).observe(0.5);
    }
}

/// The samples of a scrape, by their names and labels.
fn samples(registry: &Registry) -> BTreeMap<String, f64> {
    let text = registry.encode_text();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.rsplit_once(' ').unwrap())
        .map(|(name, value)| (name.to_owned(), value.parse().unwrap()))
        .collect()
}

fn total(samples: &BTreeMap<String, f64>, name: &str) -> f64 {
    samples.iter().filter(|(sample, _)| sample.split('{').next() == Some(name)).map(|(_, value)| value).sum()
}

/// What holds in every scrape: counts only grow, and the parts of a histogram are of the same observations.
fn check(before: &BTreeMap<String, f64>, now: &BTreeMap<String, f64>) {
    for (name, value) in before.iter().filter(|(name, _)| !name.starts_with("app_job_running")) {
        assert!(now.get(name).is_some_and(|later| later >= value), "{name} went back from {value}");
    }
    for (name, count) in now.iter().filter(|(name, _)| name.starts_with("app_job_duration_seconds_count")) {
        let labels = name.trim_start_matches("app_job_duration_seconds_count{").trim_end_matches('}');
        let sum = now[&format!("app_job_duration_seconds_sum{{{labels}}}")];
        assert!((sum - count * 0.5).abs() < 0.01, "{labels}: the sum of {count} halves is not {sum}");
        let infinite = now[&format!("app_job_duration_seconds_bucket{{{labels},le=\"+Inf\"}}")];
        assert!((infinite - count).abs() < 0.01, "{labels}: {infinite} in +Inf, and {count} in all");
    }
}

#[test]
fn threads_come_and_go_and_every_scrape_is_consistent() {
    const WAVES: u32 = 12;
    const THREADS: u32 = 24;
    let registry = Registry::new();
    let metrics = JobMetrics::register(&registry).unwrap();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let scraper = scope.spawn(|| {
            let mut before = BTreeMap::new();
            while !over.load(Ordering::Acquire) {
                let now = samples(&registry);
                check(&before, &now);
                before = now;
            }
            before
        });
        for wave in 0..WAVES {
            thread::scope(|scope| {
                for thread in 0..THREADS {
                    let metrics = &metrics;
                    scope.spawn(move || work(metrics, wave * THREADS + thread));
                }
            });
        }
        over.store(true, Ordering::Release);
        check(&scraper.join().unwrap(), &samples(&registry));
    });

    let now = samples(&registry);
    let updates = f64::from(WAVES * THREADS * UPDATES);
    for (name, expected) in [
        ("app_job_done_total", updates),
        ("app_job_early_total", 2.0 * updates),
        ("app_job_work_total", 0.5 * updates),
        ("app_job_duration_seconds_count", updates),
        ("app_job_duration_seconds_sum", 0.5 * updates),
        ("app_job_running", 0.0),
    ] {
        assert!((total(&now, name) - expected).abs() < 0.01, "{name} is {}, not {expected}", total(&now, name));
    }
    assert_eq!(now.keys().filter(|name| name.starts_with("app_job_early_total")).count(), 10);
}

#[test]
fn updates_while_a_thread_ends_are_counted() {
    /// Updates when the thread's other destructors run, in whatever order they do.
    struct Last<'a>(&'a Counter, &'a Histogram);

    impl Drop for Last<'_> {
        fn drop(&mut self) {
            self.0.inc();
            self.1.observe(0.5);
        }
    }

    #[derive(Metrics)]
    struct Metrics {
        /// Threads that ended.
        ended_total: Counter,
        /// Time that they took.
        ended_seconds: Histogram,
    }

    thread_local! {
        static BEFORE: std::cell::RefCell<Option<Last<'static>>> = const { std::cell::RefCell::new(None) };
        static AFTER: std::cell::RefCell<Option<Last<'static>>> = const { std::cell::RefCell::new(None) };
    }

    static METRICS: OnceLock<Metrics> = OnceLock::new();

    let registry = Registry::new();
    let metrics = METRICS.get_or_init(|| Metrics::register(&registry).unwrap());
    for _ in 0..50 {
        let ended = thread::spawn(|| {
            let last = || Some(Last(&metrics.ended_total, &metrics.ended_seconds));
            BEFORE.with(|slot| *slot.borrow_mut() = last()); // before the thread has anything of lowcard's
            metrics.ended_total.inc();
            AFTER.with(|slot| *slot.borrow_mut() = last());
        });
        ended.join().unwrap();
    }
    assert_eq!(metrics.ended_total.get(), 150);
    let seconds = metrics.ended_seconds.get();
    assert_eq!((seconds.count, seconds.sum), (100, 50.0));
    let text = registry.encode_text();
    assert!(text.contains("\napp_ended_seconds_count 100\n"), "{text}");
}
