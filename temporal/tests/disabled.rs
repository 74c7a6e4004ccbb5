//! With metrics off, the SDK's options are what they were. A program of its own, as it can't be undone.
#![expect(clippy::unwrap_used, reason = "a refusal fails the test")]

use lowcard::{Config, Registry};
use lowcard_temporal::Temporal;
use temporalio_client::Url;
use temporalio_common::telemetry::TelemetryOptions;
use temporalio_sdk::WorkerOptions;

lowcard_temporal::workflow_metrics!(pub(crate) TemporalMetrics);

#[test]
fn nothing_is_added_while_metrics_are_off() {
    let mut config = Config::default();
    config.enabled = false;
    let _monitoring = config.start();
    let temporal = Temporal::new(TemporalMetrics::global().unwrap());
    temporal.attach_to(Registry::global()).unwrap();

    assert!(temporal.telemetry_options(TelemetryOptions::default()).unwrap().metrics.is_none());
    let connection = temporal.connection_options(Url::parse("http://frontend.invalid").unwrap()).build();
    assert!(connection.metrics_meter.is_none());
    let mut options = temporal.worker_options(WorkerOptions::new("orders"));
    assert_eq!(options.workflow_interceptor_constructors_mut().len(), 0);
    assert_eq!(Registry::global().encode_text(), "");
}
