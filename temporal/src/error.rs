//! Why options of the SDK can't have our meter.

use std::error::Error;
use std::fmt;

/// Why [`Temporal::telemetry_options`](crate::Temporal::telemetry_options) refuses options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TelemetryError {
    /// Sticky task queues are labels: each process has one of its own, so that each start of one adds series.
    StickyTaskQueues,
    /// The names of the metrics start with something else than `temporal_`, so that none would be recognised.
    OtherPrefix,
    /// The options have a meter already, which would not be told any more.
    OtherMeter,
}

impl fmt::Display for TelemetryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::StickyTaskQueues => {
                "the sticky task queue as a label is one series per process\n  help: leave `task_queue_label_strategy` at \
                 `TaskQueueLabelStrategy::UseNormal`"
            }
            Self::OtherPrefix => {
                "the metrics of the SDK have another prefix than `temporal_`\n  help: leave `metric_prefix` as it is"
            }
            Self::OtherMeter => "the options have a meter already\n  help: leave `metrics` out",
        })
    }
}

impl Error for TelemetryError {}
