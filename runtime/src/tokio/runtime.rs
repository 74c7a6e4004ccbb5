//! What a runtime counts of itself.

use std::time::Duration;

use ::tokio::runtime::{Handle, RuntimeMetrics};

use crate::{Collector, Families, SampleValue};

/// Says with each scrape what a tokio runtime has done, and what it has to do.
///
/// | metric | type | says |
/// |---|---|---|
/// | `tokio_workers` | gauge | threads that run tasks; 1 for a `current_thread` runtime |
/// | `tokio_parked_workers` | gauge | those that wait, as they have nothing to do |
/// | `tokio_worker_busy_seconds_total` | counter | time that they spent on tasks, added up |
/// | `tokio_worker_parks_total` | counter | how often they had nothing to do, added up |
/// | `tokio_live_tasks` | gauge | tasks that were spawned and have not ended |
/// | `tokio_global_queue_depth` | gauge | tasks that wait in the queue of all workers |
///
/// `rate(tokio_worker_busy_seconds_total[5m]) / tokio_workers` is how much of the runtime is used, from 0 to 1. A worker adds
/// the time once it has run out of tasks, or after a number of them, so that one which is blocked shows as idle until then.
///
/// A program with several runtimes gives each a [name](Self::named), and attaches a collector for each:
///
/// ```
/// use lowcard::Registry;
/// use lowcard::tokio::RuntimeCollector;
/// use tokio::runtime::Builder;
///
/// let web = Builder::new_multi_thread().worker_threads(2).build()?;
/// let batch = Builder::new_current_thread().build()?;
/// let registry = Registry::new();
/// registry.attach("tokio_web", RuntimeCollector::named("web", web.handle()))?;
/// registry.attach("tokio_batch", RuntimeCollector::named("batch", batch.handle()))?;
/// assert!(registry.encode_text().contains("\ntokio_workers{runtime=\"web\"} 2\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A runtime that has been shut down keeps its sums, and has no tasks. The collector has a handle to it, which does not keep
/// it running; [`detach`](crate::Registry::detach) lets it go.
#[derive(Clone, Debug)]
pub struct RuntimeCollector {
    name: Option<String>,
    metrics: RuntimeMetrics,
}

impl RuntimeCollector {
    /// For the one runtime of the program: its series have no labels.
    pub fn new(runtime: &Handle) -> Self {
        Self { name: None, metrics: runtime.metrics() }
    }

    /// For one of several: its series have the label `runtime`.
    pub fn named(name: impl Into<String>, runtime: &Handle) -> Self {
        Self { name: Some(name.into()), metrics: runtime.metrics() }
    }
}

impl Collector for RuntimeCollector {
    fn collect(&self, families: &mut Families) {
        let metrics = &self.metrics;
        let label = self.name.as_deref().map(|name| ("runtime", name));
        let labels = label.as_slice();
        let mut gauge = |name, help, value: usize| {
            families.gauge(name, help).series(labels, value);
        };
        gauge("tokio_workers", "Threads that run tasks.", metrics.num_workers());
        gauge("tokio_parked_workers", "Threads that have no tasks to run, and wait.", parked(metrics));
        gauge("tokio_live_tasks", "Tasks that have not ended.", metrics.num_alive_tasks());
        let help = "Tasks that wait in the queue of all workers.";
        gauge("tokio_global_queue_depth", help, metrics.global_queue_depth());

        let mut counter = |name, help, unit, sum: SampleValue| {
            families.counter(name, help).unit(unit).series(labels, sum);
        };
        let busy: Duration = workers(metrics).map(|worker| metrics.worker_total_busy_duration(worker)).sum();
        counter(
            "tokio_worker_busy_seconds_total",
            "Time that was spent on tasks, in seconds.",
            "seconds",
            busy.as_secs_f64().into(),
        );
        let parks: u64 = workers(metrics).map(|worker| metrics.worker_park_count(worker)).sum();
        counter("tokio_worker_parks_total", "Times that a worker had no tasks to run.", "", parks.into());
    }
}

fn workers(metrics: &RuntimeMetrics) -> impl Iterator<Item = usize> {
    0..metrics.num_workers()
}

/// A worker counts when it goes to sleep, and when it wakes up: the number is odd in between.
fn parked(metrics: &RuntimeMetrics) -> usize {
    workers(metrics).filter(|&worker| metrics.worker_park_unpark_count(worker) % 2 == 1).count()
}
