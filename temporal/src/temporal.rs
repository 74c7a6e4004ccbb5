//! What brings the SDK's options and the metrics together.

use std::fmt;
use std::sync::{Arc, OnceLock};

use lowcard::dynamic::{Metrics, Policy};
use lowcard::{__private, AttachError, Registry};
use temporalio_client::connection_options_builder::{Empty, SetMetricsMeter};
use temporalio_client::{ConnectionOptions, ConnectionOptionsBuilder, Url};
use temporalio_common::telemetry::metrics::{CoreMeter, NewAttributes, TemporalMeter};
use temporalio_common::telemetry::{METRIC_PREFIX, TaskQueueLabelStrategy, TelemetryOptions};
use temporalio_sdk::worker_options_builder::State;
use temporalio_sdk::{Worker, WorkerOptionsBuilder, WorkerRunError};

use crate::guard::guarded;
use crate::meter::Meter;
use crate::running::Running;
use crate::selection::Selection;
use crate::workflows::Workflows;
use crate::{Naming, TelemetryError, WorkflowMetrics, interceptor};

/// Has workers and clients of Temporal record into metrics: exact ones of workflows, and all of the SDK's own.
///
/// Say first what the SDK's metrics should be like, then use it for the options of all workers and clients of the process.
/// The [crate's page](crate) has a whole program.
///
/// While metrics are off, options are given back as they came, and nothing is recorded.
pub struct Temporal {
    workflows: Arc<Workflows>,
    naming: Naming,
    selection: Selection,
    policy: Policy,
    /// Made of the policy when it is first asked for.
    store: OnceLock<Metrics>,
}

impl Temporal {
    /// Records workflows into these metrics: those that [`workflow_metrics!`](crate::workflow_metrics) declares.
    pub fn new(metrics: impl WorkflowMetrics) -> Self {
        Self {
            workflows: Arc::new(Workflows::new(Arc::new(metrics))),
            naming: Naming::default(),
            selection: Selection::default(),
            policy: Policy::default(),
            store: OnceLock::new(),
        }
    }

    /// How the SDK's own metrics are named: as the SDK does unless something else is said.
    #[must_use]
    pub fn naming(mut self, naming: Naming) -> Self {
        self.naming = naming;
        self
    }

    /// Exposes these metrics of the SDK, and of several calls all that they name, but no others. Names are the SDK's own,
    /// such as `temporal_request_latency`, and a `*` at the end stands for the rest. Workflows are counted all the same.
    #[must_use]
    pub fn allow(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.selection.allowed.extend(names.into_iter().map(Into::into));
        self
    }

    /// Does not expose these metrics of the SDK, even if they are [allowed](Self::allow).
    #[must_use]
    pub fn deny(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.selection.denied.extend(names.into_iter().map(Into::into));
        self
    }

    /// How many label sets each of the SDK's metrics may have: 1,000 unless something else is said. All others are one, in
    /// which every label is `other`; `lowcard_dynamic_refused_total` counts how often.
    #[must_use]
    pub fn max_series(mut self, max: usize) -> Self {
        self.policy = self.policy.max_series(max);
        self
    }

    /// How many values of each label of the SDK's metrics are kept apart, such as activity types: 200 unless something
    /// else is said. All others are `other`.
    #[must_use]
    pub fn max_values(mut self, max: usize) -> Self {
        self.policy = self.policy.max_values(max);
        self
    }

    /// The buckets of a metric of the SDK, by the name that it is exposed with. The others have those that the SDK has for
    /// them, and `temporal_long_request_latency` those that reach beyond the minute that a long poll takes.
    #[must_use]
    pub fn buckets(mut self, name: &str, bounds: &[f64]) -> Self {
        self.policy = self.policy.buckets(name, bounds);
        self
    }

    /// Exposes the SDK's own metrics with this registry, as its collector `temporal`.
    ///
    /// # Errors
    ///
    /// If the registry has a collector of this name.
    pub fn attach_to(&self, registry: &Registry) -> Result<(), AttachError> {
        registry.attach("temporal", self.store().clone())
    }

    /// Has a runtime of the SDK record here: for `RuntimeOptions::builder().telemetry_options(…)`.
    ///
    /// What the options say of logging stays as it is. The label `service_name` is left out, as Prometheus says itself
    /// which service it asked. The SDK opens no port for metrics.
    ///
    /// # Errors
    ///
    /// If the options ask for labels without a bound, for other names, or have a meter of their own.
    pub fn telemetry_options(&self, mut options: TelemetryOptions) -> Result<TelemetryOptions, TelemetryError> {
        if !matches!(options.task_queue_label_strategy, TaskQueueLabelStrategy::UseNormal) {
            return Err(TelemetryError::StickyTaskQueues);
        }
        if options.metric_prefix != METRIC_PREFIX {
            return Err(TelemetryError::OtherPrefix);
        }
        if options.metrics.is_some() {
            return Err(TelemetryError::OtherMeter);
        }
        options.metrics = self.meter("");
        options.attach_service_name = false;
        Ok(options)
    }

    /// Begins the options of a connection whose requests are recorded here. Without them they are not, whatever the runtime
    /// says.
    pub fn connection_options(&self, target: impl Into<Url>) -> ConnectionOptionsBuilder<SetMetricsMeter<Empty>> {
        let of_client = |meter| TemporalMeter::new(meter, NewAttributes::default(), TaskQueueLabelStrategy::UseNormal);
        ConnectionOptions::new(target).maybe_metrics_meter(self.meter(METRIC_PREFIX).map(of_client))
    }

    /// Has a worker's workflows recorded here, and counts the worker as configured. Use it for real workers alone, not for
    /// a replayer: what is replayed up to a task that is open looks as if it were new.
    pub fn worker_options<S: State>(&self, options: WorkerOptionsBuilder<S>) -> WorkerOptionsBuilder<S> {
        if __private::is_off() {
            return options;
        }
        guarded(|| self.workflows.metrics().configured());
        options.workflow_interceptor(interceptor::constructor(&self.workflows))
    }

    /// Runs a worker, and counts it as running until it has stopped or the future is dropped.
    ///
    /// # Errors
    ///
    /// Those of [`Worker::run`].
    pub async fn run(&self, worker: &mut Worker) -> Result<(), WorkerRunError> {
        let _running = Running::new(self.workflows.metrics());
        worker.run().await
    }

    /// What the SDK makes its metrics with; nothing while metrics are off.
    fn meter(&self, prefix: &'static str) -> Option<Arc<dyn CoreMeter>> {
        let meter = || Meter {
            store: self.store().clone(),
            naming: self.naming,
            selection: self.selection.clone(),
            workflows: Arc::clone(&self.workflows),
            prefix,
        };
        (!__private::is_off()).then(|| Arc::new(meter()) as Arc<dyn CoreMeter>)
    }

    fn store(&self) -> &Metrics {
        self.store.get_or_init(|| Metrics::new(self.policy.clone()))
    }
}

impl fmt::Debug for Temporal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Temporal")
            .field("naming", &self.naming)
            .field("selection", &self.selection)
            .finish_non_exhaustive()
    }
}
