//! A worker of the real SDK, in this process with a frontend that stands in for the server.

use std::error::Error;
use std::time::Duration;

use temporalio_client::{Client, ClientOptions, Connection, ConnectionOptions, Url};
use temporalio_common::telemetry::{TelemetryOptions, telemetry_init};
use temporalio_macros::{workflow, workflow_methods};
use temporalio_sdk::runtime::{Runtime, RuntimeOptions};
use temporalio_sdk::{Worker, WorkerOptions, WorkflowContext, WorkflowResult};
use tokio::runtime;

use super::frontend::Frontend;
use super::meters::Metered;
use super::run::QUEUE;

/// What runs: it takes two tasks, as it waits for something.
#[workflow]
#[derive(Default)]
struct Waits;

/// The tasks of each.
pub(super) const TASKS_OF_A_WORKFLOW: usize = 2;

#[workflow_methods]
impl Waits {
    #[run]
    async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<()> {
        ctx.timer(Duration::from_secs(1)).await;
        Ok(())
    }
}

/// Has a worker run so many workflows, one after the other, and then so many more; `done` is told the number of each group.
pub fn work(metered: &Metered, groups: &[usize], mut done: impl FnMut(usize)) -> Result<(), Box<dyn Error>> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let frontend = Frontend::default();
        let (_runtime, mut worker) = worker(metered, &frontend).await?;
        let shut_down = worker.shutdown_handle();
        let all = async {
            for (number, workflows) in groups.iter().enumerate() {
                for _ in 0..*workflows {
                    frontend.until_closed(frontend.start("Waits")).await;
                }
                done(number);
            }
            shut_down();
        };
        let (ran, ()) = tokio::join!(worker.run(), all);
        Ok(ran?)
    })
}

async fn worker(metered: &Metered, frontend: &Frontend) -> Result<(Runtime, Worker), Box<dyn Error>> {
    let telemetry = TelemetryOptions::builder().metrics(metered.meter.clone()).attach_service_name(false).build();
    let of_client = telemetry_init(telemetry.clone())?.get_temporal_metric_meter();
    let options = RuntimeOptions::builder().telemetry_options(telemetry).heartbeat_interval(None).build()?;
    let runtime = Runtime::from_current_tokio(options)?;
    let connection = ConnectionOptions::new(Url::parse("http://frontend.invalid")?)
        .maybe_metrics_meter(of_client)
        .service_override(frontend.service())
        .dns_load_balancing(None)
        .build();
    let client = Client::new(Connection::connect(connection).await?, ClientOptions::new("default").build())?;
    let options = WorkerOptions::new(QUEUE);
    let options = match &metered.temporal {
        Some(temporal) => temporal.worker_options(options),
        None => options,
    };
    let worker = Worker::new(&runtime, client, options.register_workflow::<Waits>()?.build())?;
    Ok((runtime, worker))
}
