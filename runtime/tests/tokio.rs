//! What runtimes and tasks did is what is exposed, whoever asks, and whenever.
#![cfg(all(feature = "tokio", feature = "testing"))]
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::future::pending;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use lowcard::testing::{Exposition, FamilyKind, value};
use lowcard::tokio::{RuntimeCollector, TaskCollector, TaskMonitor};
use lowcard::{Collector, CollectorErrorCause, Format, Registry};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinHandle, yield_now};

fn current_thread() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

fn multi_thread(workers: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(workers).build().unwrap()
}

fn registry(collector: impl Collector) -> Registry {
    let registry = Registry::new();
    registry.attach("tokio", collector).unwrap();
    registry
}

fn read(registry: &Registry, series: &str) -> f64 {
    value(registry, series).unwrap_or_else(|| panic!("{series} is not in\n{}", registry.encode_text()))
}

/// Tries again until it is true.
fn eventually(what: &str, mut is_true: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !is_true() {
        assert!(Instant::now() < deadline, "{what}");
        thread::yield_now();
    }
}

/// Runs a task that has something to do, and then has to wait for another thread.
fn work_and_wait(runtime: &Runtime) {
    let task = async {
        yield_now().await;
        tokio::task::spawn_blocking(thread::yield_now).await.unwrap();
    };
    runtime.block_on(runtime.spawn(task)).unwrap();
}

/// Whether a series gets this value.
fn becomes(registry: &Registry, series: &str, expected: f64) {
    let is_there = || (read(registry, series) - expected).abs() < f64::EPSILON;
    eventually(&format!("{series} becomes {expected}"), is_there);
}

#[test]
fn a_strict_parser_takes_all_of_it() {
    let runtime = multi_thread(2);
    let registry = registry(RuntimeCollector::new(runtime.handle()));
    registry.attach("tasks", TaskCollector::new().monitor("one", &TaskMonitor::new())).unwrap();
    let text = Exposition::from_text(registry.encode_text()).unwrap();
    let mut openmetrics = Vec::new();
    registry.encode(Format::OpenMetrics, &mut openmetrics).unwrap();
    Exposition::from_openmetrics(openmetrics).unwrap();

    let names: Vec<_> = text.families().iter().map(|family| family.name.as_str()).collect();
    let expected = [
        "tokio_global_queue_depth",
        "tokio_live_tasks",
        "tokio_parked_workers",
        "tokio_task_dropped_total",
        "tokio_task_first_poll_delay_seconds_total",
        "tokio_task_first_polls_total",
        "tokio_task_idle_seconds_total",
        "tokio_task_idles_total",
        "tokio_task_instrumented_total",
        "tokio_task_poll_seconds_total",
        "tokio_task_polls_total",
        "tokio_task_scheduled_seconds_total",
        "tokio_task_scheduled_total",
        "tokio_worker_busy_seconds_total",
        "tokio_worker_parks_total",
        "tokio_workers",
    ];
    assert_eq!(names, expected);
    for family in text.families() {
        let is_sum = family.name.ends_with("_total");
        assert_eq!(family.kind, if is_sum { FamilyKind::Counter } else { FamilyKind::Gauge }, "{}", family.name);
    }
    let of_a_task = text.families().iter().filter(|family| family.name.starts_with("tokio_task_"));
    assert_eq!(of_a_task.map(|family| family.samples.len()).sum::<usize>(), 14);
    assert!(registry.collector_errors().is_empty());
}

#[test]
fn tasks_live_until_they_end() {
    for runtime in [current_thread(), multi_thread(2)] {
        let registry = registry(RuntimeCollector::new(runtime.handle()));
        becomes(&registry, "tokio_live_tasks", 0.0);
        let tasks: Vec<JoinHandle<()>> = (0..7).map(|_| runtime.spawn(pending())).collect();
        becomes(&registry, "tokio_live_tasks", 7.0);
        tasks.iter().for_each(JoinHandle::abort);
        runtime.block_on(async {
            for task in tasks {
                assert!(task.await.unwrap_err().is_cancelled());
            }
        });
        becomes(&registry, "tokio_live_tasks", 0.0);
    }
}

#[test]
fn what_nobody_takes_stays_in_the_queue() {
    let runtime = current_thread();
    let registry = registry(RuntimeCollector::new(runtime.handle()));
    let tasks: Vec<JoinHandle<()>> = (0..5).map(|_| runtime.spawn(async {})).collect();
    assert_eq!(read(&registry, "tokio_global_queue_depth").to_string(), "5");
    runtime.block_on(async {
        for task in tasks {
            task.await.unwrap();
        }
    });
    assert_eq!(read(&registry, "tokio_global_queue_depth").to_string(), "0");
}

#[test]
fn busy_time_and_parks_grow() {
    for runtime in [current_thread(), multi_thread(2)] {
        let registry = registry(RuntimeCollector::new(runtime.handle()));
        for series in ["tokio_worker_busy_seconds_total", "tokio_worker_parks_total"] {
            let before = read(&registry, series);
            let mut last = before;
            eventually(series, || {
                work_and_wait(&runtime);
                let now = read(&registry, series);
                assert!(now >= last, "{series} went from {last} to {now}");
                last = now;
                now > before
            });
        }
    }
}

#[test]
fn workers_that_have_nothing_to_do_are_parked() {
    static HOLD: AtomicBool = AtomicBool::new(true);
    let runtime = multi_thread(3);
    let registry = registry(RuntimeCollector::new(runtime.handle()));
    assert_eq!(read(&registry, "tokio_workers").to_string(), "3");
    becomes(&registry, "tokio_parked_workers", 3.0);
    let held = runtime.spawn(async { eventually("it is let go", || !HOLD.load(Ordering::Relaxed)) });
    becomes(&registry, "tokio_parked_workers", 2.0);
    HOLD.store(false, Ordering::Relaxed);
    runtime.block_on(held).unwrap();
    becomes(&registry, "tokio_parked_workers", 3.0);
}

#[test]
fn several_runtimes_are_told_apart_by_their_names() {
    let (web, batch) = (multi_thread(2), current_thread());
    let registry = registry(RuntimeCollector::named("web", web.handle()));
    registry.attach("batch", RuntimeCollector::named("batch", batch.handle())).unwrap();
    assert_eq!(read(&registry, "tokio_workers{runtime=\"web\"}").to_string(), "2");
    assert_eq!(read(&registry, "tokio_workers{runtime=\"batch\"}").to_string(), "1");
    assert!(registry.collector_errors().is_empty());
}

#[test]
fn a_runtime_that_was_shut_down_keeps_its_sums() {
    for runtime in [current_thread(), multi_thread(2)] {
        let registry = registry(RuntimeCollector::new(runtime.handle()));
        runtime.spawn(pending::<()>());
        eventually("it parks", || {
            work_and_wait(&runtime);
            read(&registry, "tokio_worker_parks_total") > 0.0
        });
        let parks = read(&registry, "tokio_worker_parks_total");
        drop(runtime);
        assert!(read(&registry, "tokio_worker_parks_total") >= parks);
        assert_eq!(read(&registry, "tokio_live_tasks").to_string(), "0");
        assert!(registry.collector_errors().is_empty());
    }
}

#[test]
fn a_scrape_from_within_the_runtime_is_as_good() {
    let runtime = current_thread();
    runtime.block_on(async {
        let registry = registry(RuntimeCollector::new(&tokio::runtime::Handle::current()));
        let task = tokio::spawn(pending::<()>());
        assert_eq!(read(&registry, "tokio_live_tasks").to_string(), "1");
        task.abort();
    });
}

#[test]
fn scrapes_at_once_see_the_same_sums_and_lose_nothing() {
    const TASKS: u64 = 2_000;
    static DONE: AtomicBool = AtomicBool::new(false);
    let runtime = multi_thread(2);
    let monitor = TaskMonitor::new();
    let registries: Vec<Registry> = (0..3)
        .map(|_| {
            let registry = registry(RuntimeCollector::new(runtime.handle()));
            registry.attach("tasks", TaskCollector::new().monitor("all", &monitor)).unwrap();
            registry
        })
        .collect();
    let sums =
        ["tokio_worker_busy_seconds_total", "tokio_worker_parks_total", "tokio_task_dropped_total{task=\"all\"}"];
    thread::scope(|scope| {
        for registry in registries.iter().chain(&registries) {
            scope.spawn(move || {
                let mut last = [0.0; 3];
                while !DONE.load(Ordering::Relaxed) {
                    let now = sums.map(|sum| read(registry, sum));
                    assert!(now.iter().zip(&last).all(|(now, last)| now >= last), "{now:?} after {last:?}");
                    last = now;
                }
            });
        }
        runtime.block_on(async {
            for _ in 0..TASKS {
                tokio::spawn(monitor.instrument(yield_now())).await.unwrap();
            }
        });
        DONE.store(true, Ordering::Relaxed);
    });

    let metrics = runtime.metrics();
    eventually("the workers are idle", || (0..2).all(|worker| metrics.worker_park_unpark_count(worker) % 2 == 1));
    let parks: u64 = (0..2).map(|worker| metrics.worker_park_count(worker)).sum();
    for registry in &registries {
        assert_eq!(read(registry, "tokio_worker_parks_total").to_string(), parks.to_string());
        for sum in ["instrumented", "first_polls", "dropped"] {
            let series = format!("tokio_task_{sum}_total{{task=\"all\"}}");
            becomes(registry, &series, 2_000.0);
        }
        let polls = ["fast", "slow"]
            .map(|speed| read(registry, &format!("tokio_task_polls_total{{task=\"all\",speed=\"{speed}\"}}")));
        assert_eq!((polls[0] + polls[1]).to_string(), "4000", "each task was polled twice");
    }
}

#[test]
fn tasks_are_told_apart_by_the_names_of_their_monitors() {
    let (orders, mails) = (TaskMonitor::new(), TaskMonitor::with_slow_poll_threshold(Duration::ZERO));
    let registry = registry(TaskCollector::new().monitor("orders", &orders).monitor("mails", &mails));
    let waiting = orders.instrument(pending::<()>());
    current_thread().block_on(async {
        mails.instrument(yield_now()).await;
        orders.instrument(async {}).await;
    });
    let read = |series: &str| read(&registry, series).to_string();
    assert_eq!(read("tokio_task_instrumented_total{task=\"orders\"}"), "2");
    assert_eq!(read("tokio_task_dropped_total{task=\"orders\"}"), "1");
    drop(waiting);
    assert_eq!(read("tokio_task_dropped_total{task=\"orders\"}"), "2", "one that never began is gone as well");
    assert_eq!(read("tokio_task_first_polls_total{task=\"orders\"}"), "1");
    assert_eq!(read("tokio_task_polls_total{task=\"mails\",speed=\"slow\"}"), "2");
    assert_eq!(read("tokio_task_scheduled_total{task=\"mails\",delay=\"short\"}"), "1");
}

#[test]
fn a_name_that_is_given_twice_is_an_error_that_is_told() {
    let (first, second) = (TaskMonitor::new(), TaskMonitor::new());
    current_thread().block_on(first.instrument(async {}));
    let registry = registry(TaskCollector::new().monitor("one", &first).monitor("one", &second));
    assert_eq!(read(&registry, "tokio_task_dropped_total{task=\"one\"}").to_string(), "1");
    assert!(registry.collector_errors().iter().all(|error| error.cause == CollectorErrorCause::Conflict));
    assert!(!registry.collector_errors().is_empty());
}
