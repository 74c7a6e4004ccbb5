//! A worker of the real SDK, the frontend that it talks to, and the registry that it is observed in.

use std::time::Duration;

use lowcard::Registry;
use lowcard::testing::value;
use lowcard_temporal::{Temporal, WorkflowMetrics};
use temporalio_client::{Client, ClientOptions, Connection, Url};
use temporalio_sdk::runtime::{Runtime, RuntimeOptions};
use temporalio_sdk::{Worker, WorkerOptions};

use crate::frontend::Frontend;
use crate::run::{AGE, QUEUE};
use crate::workflows::{Completes, Continues, Fails, FailsBenignly, FailsTasks, Panics, Returns, Waits};

lowcard_temporal::workflow_metrics!(pub(crate) TemporalMetrics);

pub(crate) struct Scene {
    pub(crate) registry: Registry,
    pub(crate) temporal: Temporal,
    pub(crate) frontend: Frontend,
    /// How many workflows the worker keeps in memory; with 0, each task is a full replay.
    pub(crate) cache: usize,
}

impl Scene {
    pub(crate) fn new(cache: usize) -> Self {
        let registry = Registry::new();
        let metrics = TemporalMetrics::register(&registry).unwrap();
        Self::with(registry, metrics, cache, |temporal| temporal)
    }

    pub(crate) fn with(
        registry: Registry,
        metrics: impl WorkflowMetrics,
        cache: usize,
        configure: impl FnOnce(Temporal) -> Temporal,
    ) -> Self {
        let temporal = configure(Temporal::new(metrics));
        temporal.attach_to(&registry).unwrap();
        Self { registry, temporal, frontend: Frontend::default(), cache }
    }

    /// Runs a worker until the scenario is over, and everything that it has begun is done.
    pub(crate) async fn play(&self, scenario: impl AsyncFnOnce(&Frontend)) {
        let telemetry = self.temporal.telemetry_options(Default::default()).unwrap();
        let options = RuntimeOptions::builder()
            .telemetry_options(telemetry)
            .heartbeat_interval(Some(Duration::from_secs(1)))
            .build()
            .unwrap();
        let runtime = Runtime::from_current_tokio(options).unwrap();
        let connection = self
            .temporal
            .connection_options(Url::parse("http://frontend.invalid").unwrap())
            .service_override(self.frontend.service())
            .dns_load_balancing(None)
            .build();
        let client = Connection::connect(connection).await.unwrap();
        let client = Client::new(client, ClientOptions::new("default").build()).unwrap();
        let mut worker = Worker::new(&runtime, client, self.worker_options()).unwrap();
        let shut_down = worker.shutdown_handle();
        let scenario = async {
            scenario(&self.frontend).await;
            shut_down();
        };
        let both = async { tokio::join!(self.temporal.run(&mut worker), scenario) };
        let (ran, ()) = tokio::time::timeout(Duration::from_mins(1), both).await.unwrap();
        ran.unwrap();
    }

    fn worker_options(&self) -> WorkerOptions {
        let options = WorkerOptions::new(QUEUE).max_cached_workflows(self.cache);
        let options = self.temporal.worker_options(options);
        let options = options.register_workflow::<Completes>().unwrap().register_workflow::<Returns>().unwrap();
        let options = options.register_workflow::<Fails>().unwrap().register_workflow::<FailsBenignly>().unwrap();
        let options = options.register_workflow::<Waits>().unwrap().register_workflow::<Continues>().unwrap();
        options.register_workflow::<Panics>().unwrap().register_workflow::<FailsTasks>().unwrap().build()
    }

    /// Asserts how many runs of a type started, completed and failed, and how many were timed: each in full.
    #[track_caller]
    pub(crate) fn assert_runs(&self, workflow_type: &str, started: u32, completed: u32, failed: u32, timed: u32) {
        let value = |name| {
            let series = format!(r#"app_temporal_workflow_{name}{{workflow_type="{workflow_type}"}}"#);
            value(&self.registry, &series).unwrap_or(0.0)
        };
        let counts = ["started_total", "completed_total", "failed_total", "duration_seconds_count"].map(value);
        assert_eq!(
            counts.map(|count| count.to_string()),
            [started, completed, failed, timed].map(|count| count.to_string()),
            "of {workflow_type}"
        );
        let least = AGE.as_secs_f64() * f64::from(timed);
        let sum = value("duration_seconds_sum");
        assert!((least..=least * 1.1).contains(&sum), "{timed} of {workflow_type} took {sum}");
    }

    pub(crate) fn value(&self, series: &str) -> Option<f64> {
        value(&self.registry, series)
    }
}
