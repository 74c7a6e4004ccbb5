//! A job that leaves its metrics behind when it ends.

use std::fmt;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use super::job_metrics::{JobMetrics, Outcome, record};
use super::output::JobOutput;
use super::panic_hook;
#[cfg(unix)]
use super::sigterm;
use crate::registry::Registry;

/// A job that ends, and hands over its metrics when it does, once.
///
/// It is a failure unless [`succeed`](Self::succeed) is called: an early return by `?` drops it, and so does a panic of
/// the thread that owns it. What happens then, and how long the job took, goes into the metrics that
/// [`job_metrics!`](crate::job_metrics) declares:
///
/// | | sets the time of | Pushgateway | textfile |
/// |---|---|---|---|
/// | success | the last success | `PUT`: replaces the group | replaces the file |
/// | failure | the last failure | `POST`: keeps the time of the last success | keeps the time of the last success |
///
/// That the metrics could not be handed over never fails the job: it is one warning, as an event of `tracing`, and it
/// takes no longer than the [time limit](crate::Pushgateway::time_limit), or 5 seconds for a textfile.
///
/// `std::process::exit` drops nothing: call [`succeed`](Self::succeed) or [`fail`](Self::fail) before.
///
/// ```no_run
/// use lowcard::{Counter, Job, Pushgateway, metric};
///
/// lowcard::job_metrics! {
///     #[metrics(prefix = "import")]
///     struct ImportMetrics;
/// }
///
/// /// Rows that were imported.
/// #[metric]
/// static IMPORT_ROWS_TOTAL: Counter;
///
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     let gateway = Pushgateway::new("http://pushgateway:9091", "nightly_import")?;
///     let job = Job::start::<ImportMetrics>(gateway).on_sigterm().on_panic();
///     for row in std::fs::read_to_string("rows.csv")?.lines() {
///         // …
///         IMPORT_ROWS_TOTAL.inc();
///     }
///     job.succeed();
///     Ok(())
/// }
/// ```
#[must_use = "the job ends when this is dropped, so give it a name: `let job = …`"]
pub struct Job {
    run: Arc<Run>,
}

/// A run, which may be ended from elsewhere too.
pub(super) struct Run {
    output: JobOutput,
    registry: Registry,
    record: fn(&Registry, Outcome, Duration),
    started: Instant,
    /// Locked for as long as the metrics are being handed over.
    is_ended: Mutex<bool>,
}

impl Job {
    /// Starts to measure the time. The metrics that are handed over are those of the process's registry.
    ///
    /// ```
    /// use lowcard::{Job, Textfile};
    ///
    /// lowcard::job_metrics! {
    ///     #[metrics(prefix = "backup")]
    ///     struct BackupMetrics;
    /// }
    ///
    /// let path = std::env::temp_dir().join("nightly_backup.prom");
    /// let job = Job::start::<BackupMetrics>(Textfile::new(&path)?);
    /// job.succeed();
    /// assert!(std::fs::read_to_string(&path)?.contains("\napp_backup_last_success_timestamp_seconds 1"));
    /// # std::fs::remove_file(path)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn start<M: JobMetrics>(output: impl Into<JobOutput>) -> Self {
        Self::start_in::<M>(Registry::global(), output)
    }

    /// The same with the metrics of another registry.
    pub fn start_in<M: JobMetrics>(registry: &Registry, output: impl Into<JobOutput>) -> Self {
        let run = Run {
            output: output.into(),
            registry: registry.clone(),
            record: record::<M>,
            started: Instant::now(),
            is_ended: Mutex::new(false),
        };
        Self { run: Arc::new(run) }
    }

    /// Makes SIGTERM a failure of the job: it is recorded and handed over, and then the signal has its usual effect.
    ///
    /// From the first such job on, SIGTERM ends the process in this way for good. In a program that takes care of
    /// SIGTERM itself, leave this out and let the job be dropped. Where the system has no thread left to wait for the
    /// signal, that is a warning.
    #[cfg(unix)]
    pub fn on_sigterm(self) -> Self {
        if let Err(error) = sigterm::end_on_sigterm(&self.run) {
            tracing::warn!("the job is not told of SIGTERM: {error}");
        }
        self
    }

    /// Makes a panic of any thread a failure of the job, at once: also where panics abort, and nothing is dropped.
    ///
    /// It is for jobs that no panic leaves whole. One that is caught later has made the job a failure all the same, and
    /// `succeed` changes nothing any more. The panic hook that was there before is called first.
    pub fn on_panic(self) -> Self {
        panic_hook::end_on_panic(&self.run);
        self
    }

    /// Ends the job well, and hands over its metrics.
    pub fn succeed(self) {
        self.run.end(Outcome::Succeeded);
    }

    /// Ends the job as a failure, as dropping it does, and hands over its metrics.
    pub fn fail(self) {
        drop(self);
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.run.end(Outcome::Failed);
    }
}

impl Run {
    /// Ends the job, unless it has ended. Where somebody else is at it, this waits until that is done.
    pub(super) fn end(&self, outcome: Outcome) {
        self.end_once(self.is_ended.lock().unwrap_or_else(PoisonError::into_inner), outcome);
    }

    /// The same without waiting: whoever is at it may wait for this thread.
    pub(super) fn end_or_leave(&self, outcome: Outcome) {
        match self.is_ended.try_lock() {
            Ok(is_ended) => self.end_once(is_ended, outcome),
            Err(TryLockError::Poisoned(poisoned)) => self.end_once(poisoned.into_inner(), outcome),
            Err(TryLockError::WouldBlock) => {}
        }
    }

    fn end_once(&self, mut is_ended: MutexGuard<'_, bool>, outcome: Outcome) {
        if mem::replace(&mut *is_ended, true) {
            return;
        }
        (self.record)(&self.registry, outcome, self.started.elapsed());
        if let Err(error) = self.output.take(&self.registry, outcome) {
            tracing::warn!("the job's metrics are lost: {}", in_one_line(&error.to_string()));
        }
    }
}

/// Whoever reads a log line by line gets all of it.
fn in_one_line(error: &str) -> String {
    error.replace("\n  ", "; ")
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("output", &self.run.output).finish_non_exhaustive()
    }
}
