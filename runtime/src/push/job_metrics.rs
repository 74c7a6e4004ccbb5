//! When a job ended and how long it took, as metrics of the program.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::metric::{Gauge, Metrics};
use crate::registry::Registry;

/// What a [`Job`](crate::Job) says of itself.
///
/// [`job_metrics!`](crate::job_metrics) declares a struct that implements it. Implement it for a struct of your own to
/// have other names.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not hold the metrics of a job",
    label = "a job sets the times of its last success and failure, and how long it took",
    note = "help: write `lowcard::job_metrics! {{ #[metrics(prefix = \"import\")] struct ImportMetrics; }}`, or implement \
            `JobMetrics`"
)]
pub trait JobMetrics: Metrics {
    /// When the job last succeeded, in seconds since 1970.
    fn last_success(&self) -> &Gauge<(), f64>;
    /// When the job last failed, in seconds since 1970.
    fn last_failure(&self) -> &Gauge<(), f64>;
    /// How long the last run took, in seconds.
    fn duration(&self) -> &Gauge<(), f64>;
}

/// Declares the metrics of a [`Job`](crate::Job): when it last succeeded, when it last failed, and how long it took.
///
/// It takes a struct without fields, with the keys of [`derive(Metrics)`](derive@crate::Metrics), and gives it these, in
/// the namespace of the policy. With the prefix `import` they are `…_import_last_success_timestamp_seconds`,
/// `…_import_last_failure_timestamp_seconds` and `…_import_duration_seconds`.
///
/// ```
/// lowcard::job_metrics! {
///     /// How the import goes.
///     #[metrics(prefix = "import")]
///     pub struct ImportMetrics;
/// }
///
/// for name in ["last_success_timestamp_seconds", "last_failure_timestamp_seconds", "duration_seconds"] {
///     let name = format!("app_import_{name}");
///     assert!(lowcard::definitions().any(|definition| definition.name == name));
/// }
/// ```
#[macro_export]
macro_rules! job_metrics {
    ($(#[$attribute:meta])* $visibility:vis struct $Name:ident;) => {
        #[derive($crate::Metrics)]
        #[metrics(crate = $crate)]
        $(#[$attribute])*
        $visibility struct $Name {
            /// When the job last succeeded.
            last_success_timestamp_seconds: $crate::Gauge<(), f64>,
            /// When the job last failed.
            last_failure_timestamp_seconds: $crate::Gauge<(), f64>,
            /// How long the last run of the job took.
            duration_seconds: $crate::Gauge<(), f64>,
        }

        impl $crate::JobMetrics for $Name {
            fn last_success(&self) -> &$crate::Gauge<(), f64> {
                &self.last_success_timestamp_seconds
            }

            fn last_failure(&self) -> &$crate::Gauge<(), f64> {
                &self.last_failure_timestamp_seconds
            }

            fn duration(&self) -> &$crate::Gauge<(), f64> {
                &self.duration_seconds
            }
        }
    };
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Succeeded,
    Failed,
}

/// Sets the metrics at the end of a job. They are registered no earlier: a duration of 0 would be none.
pub(super) fn record<M: JobMetrics>(registry: &Registry, outcome: Outcome, took: Duration) {
    // A registry keeps what it refuses, and counts it in a metric of its own.
    let Ok(metrics) = M::register(registry) else { return };
    let time = match outcome {
        Outcome::Succeeded => metrics.last_success(),
        Outcome::Failed => metrics.last_failure(),
    };
    time.set(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64());
    metrics.duration().set(took.as_secs_f64());
}
