//! A service that starts Temporal workflows over HTTP, and a worker that runs them: requests, workflows, the SDK, the
//! process and the build, all on one `/metrics`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to whoever started it")]

mod delivery;
mod metrics;
mod order;
mod refund;
mod service;
mod settings;

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use lowcard::Registry;
use lowcard::process::ProcessCollector;
use lowcard_temporal::Temporal;
use temporalio_client::{Client, ClientOptions, Connection, Url};
use temporalio_common::telemetry::TelemetryOptions;
use temporalio_sdk::runtime::RuntimeOptions;
use temporalio_sdk::{Runtime, Worker, WorkerOptions};
use tokio::net::TcpListener;
use tokio::{signal, time};

use delivery::DeliverParcel;
use metrics::{SystemMetrics, TemporalMetrics};
use order::{FulfilOrder, Shop};
use refund::DecideRefund;
use service::Desk;
use settings::Settings;

/// How long the server may take to answer before the engine gives up.
const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let Settings { listen, temporal: place, monitoring } = Settings::read()?;
    let monitoring = monitoring.start(); // MONITORING_ENABLED=false turns all of it off
    SystemMetrics::global()?;
    Registry::global().attach("process", ProcessCollector::new())?;
    let temporal = Temporal::new(TemporalMetrics::global()?).naming(place.naming()?);
    temporal.attach_to(Registry::global())?; // the SDK's own, on the same endpoint

    let client = Client::new(connect(&temporal, &place.address).await?, ClientOptions::new(place.namespace).build())?;
    let options = RuntimeOptions::builder()
        .telemetry_options(temporal.telemetry_options(TelemetryOptions::default())?)
        .build()?;
    let runtime = Runtime::from_current_tokio(options)?;
    let options = temporal
        .worker_options(WorkerOptions::new(&place.task_queue))
        .register_workflow::<FulfilOrder>()?
        .register_workflow::<DecideRefund>()?
        .register_workflow::<DeliverParcel>()?
        .register_activities(Shop)
        .build();
    let mut worker = Worker::new(&runtime, client.clone(), options)?;

    let service = monitoring.router().merge(service::routes(Desk { client, task_queue: place.task_queue }));
    let listener = TcpListener::bind(&listen).await?;
    println!("serving http://{}{}", listener.local_addr()?, monitoring.path());
    let stop = worker.shutdown_handle();
    tokio::spawn(async move {
        if signal::ctrl_c().await.is_ok() {
            stop(); // what is running is finished, and nothing more begun
        }
    });
    tokio::select! {
        ended = temporal.run(&mut worker) => Ok(ended?),
        ended = axum::serve(listener, service).into_future() => Ok(ended?),
    }
}

/// The connection to the server, or how to get one to connect to.
async fn connect(temporal: &Temporal, address: &str) -> Result<Connection, String> {
    let url =
        Url::parse(&format!("http://{address}")).map_err(|error| format!("{address:?} is no address: {error}"))?;
    let options = temporal.connection_options(url).build();
    let why = match time::timeout(PATIENCE, Connection::connect(options)).await {
        Ok(Ok(connection)) => return Ok(connection),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer in {PATIENCE:?}"),
    };
    Err(format!(
        "no Temporal server at {address}: {why}\n  \
         help: start one in another terminal with `cargo xtask temporal`, or let TEMPORAL_ADDRESS say where one is"
    ))
}
