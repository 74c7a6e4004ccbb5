//! What was measured of tasks.

use std::time::Duration;

use tokio_metrics::{TaskMetrics, TaskMonitor};

use crate::{Collector, Families};

/// Says with each scrape what was measured of tasks, by the names that the program gives them in the label `task`.
///
/// | metric, a counter each | says |
/// |---|---|
/// | `tokio_task_instrumented_total` | tasks that were put under the monitor |
/// | `tokio_task_dropped_total` | tasks that are gone: they have ended, or were cancelled |
/// | `tokio_task_first_polls_total` | tasks that have begun |
/// | `tokio_task_first_poll_delay_seconds_total` | time from when they were instrumented until they began |
/// | `tokio_task_polls_total{speed="fast"\|"slow"}` | polls, by whether they took longer than the monitor's [`slow_poll_threshold`] |
/// | `tokio_task_poll_seconds_total{speed="fast"\|"slow"}` | time that they took |
/// | `tokio_task_scheduled_total{delay="short"\|"long"}` | times that a task was woken, by whether it then waited longer than the monitor's [`long_delay_threshold`] |
/// | `tokio_task_scheduled_seconds_total{delay="short"\|"long"}` | time that it waited to be polled |
/// | `tokio_task_idles_total` | times that tasks waited to be woken |
/// | `tokio_task_idle_seconds_total` | time that they waited |
///
/// How many there are now is `tokio_task_instrumented_total - tokio_task_dropped_total`. Tasks that block their thread show
/// as slow polls, and a runtime that has too much to do as long delays.
///
/// Each monitor has fourteen series. A name that is given twice is counted for the first monitor alone.
///
/// [`slow_poll_threshold`]: TaskMonitor::slow_poll_threshold
/// [`long_delay_threshold`]: TaskMonitor::long_delay_threshold
#[derive(Clone, Default)]
pub struct TaskCollector {
    monitors: Vec<(String, TaskMonitor)>,
}

impl TaskCollector {
    /// One without monitors.
    pub fn new() -> Self {
        Self::default()
    }

    /// Has the tasks of this monitor under this name, too.
    #[must_use]
    pub fn monitor(mut self, name: impl Into<String>, monitor: &TaskMonitor) -> Self {
        self.monitors.push((name.into(), monitor.clone()));
        self
    }
}

impl Collector for TaskCollector {
    fn collect(&self, families: &mut Families) {
        for (name, monitor) in &self.monitors {
            describe(families, name, &monitor.cumulative());
        }
    }
}

fn describe(families: &mut Families, task: &str, metrics: &TaskMetrics) {
    let mut count = |name, help, kind: Option<(&str, &str)>, count: u64| {
        families.counter(name, help).series(&labels(task, kind), count);
    };
    let (polls, scheduled) = ("tokio_task_polls_total", "tokio_task_scheduled_total");
    let (help_of_polls, help_of_scheduled) = ("Times that tasks were polled.", "Times that tasks were woken.");
    count("tokio_task_instrumented_total", "Tasks that were put under a monitor.", None, metrics.instrumented_count);
    count("tokio_task_dropped_total", "Tasks that are gone.", None, metrics.dropped_count);
    count("tokio_task_first_polls_total", "Tasks that have begun.", None, metrics.first_poll_count);
    count(polls, help_of_polls, FAST, metrics.total_fast_poll_count);
    count(polls, help_of_polls, SLOW, metrics.total_slow_poll_count);
    count(scheduled, help_of_scheduled, SHORT, metrics.total_short_delay_count);
    count(scheduled, help_of_scheduled, LONG, metrics.total_long_delay_count);
    count("tokio_task_idles_total", "Times that tasks waited to be woken.", None, metrics.total_idled_count);

    let mut time = |name, help, kind: Option<(&str, &str)>, time: Duration| {
        families.counter(name, help).unit("seconds").series(&labels(task, kind), time.as_secs_f64());
    };
    let (polls, scheduled) = ("tokio_task_poll_seconds_total", "tokio_task_scheduled_seconds_total");
    let (help_of_polls, help_of_scheduled) =
        ("Time that polls took, in seconds.", "Time that tasks waited to be polled after they were woken, in seconds.");
    let help = "Time until tasks began, in seconds.";
    time("tokio_task_first_poll_delay_seconds_total", help, None, metrics.total_first_poll_delay);
    time(polls, help_of_polls, FAST, metrics.total_fast_poll_duration);
    time(polls, help_of_polls, SLOW, metrics.total_slow_poll_duration);
    time(scheduled, help_of_scheduled, SHORT, metrics.total_short_delay_duration);
    time(scheduled, help_of_scheduled, LONG, metrics.total_long_delay_duration);
    let help = "Time that tasks waited to be woken, in seconds.";
    time("tokio_task_idle_seconds_total", help, None, metrics.total_idle_duration);
}

const FAST: Option<(&str, &str)> = Some(("speed", "fast"));
const SLOW: Option<(&str, &str)> = Some(("speed", "slow"));
const SHORT: Option<(&str, &str)> = Some(("delay", "short"));
const LONG: Option<(&str, &str)> = Some(("delay", "long"));

fn labels<'l>(task: &'l str, kind: Option<(&'l str, &'l str)>) -> Vec<(&'l str, &'l str)> {
    [("task", task)].into_iter().chain(kind).collect()
}
