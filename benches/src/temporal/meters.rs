//! The meters that a worker may have.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::Arc;

use lowcard::Registry;
use lowcard_temporal::Temporal;
use temporalio_common::telemetry::metrics::{CoreMeter, NoOpCoreMeter, default_buckets_for};
use temporalio_common::telemetry::{PrometheusExporterOptions, TelemetryOptions, start_prometheus_metric_exporter};
use tokio::runtime;

/// A meter that can be made.
pub struct MeterEntry {
    /// As the tables call it.
    pub name: &'static str,
    /// Makes it, with a registry of its own.
    pub new: fn() -> Metered,
}

/// The first is what the others are compared with. The last has nothing to scrape.
pub const METERS: &[MeterEntry] = &[
    MeterEntry { name: "the SDK's exporter", new: exporter },
    MeterEntry { name: "**lowcard**", new: lowcard },
    MeterEntry { name: "floor: a meter that does nothing", new: nothing },
];

/// A meter, and what belongs to it.
pub struct Metered {
    /// What the SDK asks.
    pub meter: Arc<dyn CoreMeter>,
    /// What has workers record more than the SDK does.
    pub temporal: Option<Temporal>,
    scrape: Option<Box<dyn Fn() -> String>>,
}

impl Metered {
    /// A meter that nobody scrapes.
    pub fn of_meter(meter: Arc<dyn CoreMeter>) -> Self {
        Self { meter, temporal: None, scrape: None }
    }

    /// The exposition, if there is one.
    pub fn scrape(&self) -> Option<String> {
        self.scrape.as_ref().map(|scrape| scrape())
    }
}

lowcard_temporal::workflow_metrics!(WorkflowMetrics);

fn lowcard() -> Metered {
    let registry = Registry::new();
    let metrics = WorkflowMetrics::register(&registry).expect("a registry of its own");
    // The one histogram that has other buckets than the SDK's own exporter.
    let (long, bounds) = ("temporal_long_request_latency", default_buckets_for("long_request_latency", true));
    let temporal = Temporal::new(metrics).buckets(long, bounds);
    temporal.attach_to(&registry).expect("a registry of its own");
    let telemetry = temporal.telemetry_options(TelemetryOptions::builder().build()).expect("options as they come");
    Metered {
        meter: telemetry.metrics.expect("metrics are on"),
        temporal: Some(temporal),
        scrape: Some(Box::new(move || registry.encode_text())),
    }
}

/// It answers scrapes on a port of its own, and on a thread that waits for them.
fn exporter() -> Metered {
    let answering = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a thread");
    let options = PrometheusExporterOptions::builder()
        .socket_addr((Ipv4Addr::LOCALHOST, 0).into())
        .use_seconds_for_durations(true)
        .build();
    let server = answering.block_on(async { start_prometheus_metric_exporter(options) }).expect("a free port");
    let scrape = move || {
        let _answering = &answering;
        let mut stream = TcpStream::connect(server.bound_addr).expect("the exporter listens");
        stream.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").expect("the exporter reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer in UTF-8");
        answer.split_once("\r\n\r\n").map_or_else(String::new, |(_, body)| body.to_owned())
    };
    Metered { meter: server.meter, temporal: None, scrape: Some(Box::new(scrape)) }
}

fn nothing() -> Metered {
    Metered::of_meter(Arc::new(NoOpCoreMeter))
}
