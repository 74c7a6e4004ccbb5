//! The SDK's own metrics, in the registry of the application.

use lowcard::Registry;
use lowcard::testing::Exposition;
use lowcard_temporal::{Naming, TelemetryError, Temporal};
use temporalio_common::telemetry::{TaskQueueLabelStrategy, TelemetryOptions};

use crate::scene::{Scene, TemporalMetrics};

async fn played(configure: impl FnOnce(Temporal) -> Temporal) -> Scene {
    let registry = Registry::new();
    let metrics = TemporalMetrics::register(&registry).unwrap();
    let scene = Scene::with(registry, metrics, 1_000, configure);
    scene
        .play(async |frontend| {
            for name in ["Completes", "Returns", "Fails"] {
                frontend.until_closed(frontend.start(name)).await;
            }
        })
        .await;
    scene
}

const COMPLETED: &str = r#"{namespace="default",task_queue="orders",workflow_type="Completes"}"#;
const ASKED: &str = r#"{namespace="default",operation="RespondWorkflowTaskCompleted"}"#;

#[tokio::test]
async fn what_workers_and_clients_do_is_on_the_endpoint_under_the_names_of_the_sdk() {
    let scene = played(|temporal| temporal).await;
    assert_eq!(scene.value(&format!("temporal_workflow_completed{COMPLETED}")), Some(1.0));
    assert_eq!(scene.value(&format!("temporal_workflow_task_execution_latency_count{COMPLETED}")), Some(2.0));
    assert_eq!(scene.value(&format!("temporal_request{ASKED}")), Some(5.0), "{}", scene.registry.encode_text());
    assert_eq!(scene.value(&format!("temporal_request_latency_count{ASKED}")), Some(5.0));
    let slots =
        r#"temporal_worker_task_slots_available{namespace="default",task_queue="orders",worker_type="WorkflowWorker"}"#;
    assert!(scene.value(slots).is_some_and(|slots| slots > 0.0));

    let text = scene.registry.encode_text();
    Exposition::from_text(&text).unwrap();
    assert!(text.contains("# HELP temporal_request Count of client request successes by rpc name\n"));
    assert!(!text.contains("service_name"));
    assert_eq!(scene.registry.collector_errors(), []);
}

#[tokio::test]
async fn what_the_page_asks_for_is_there() {
    let scene = Scene::new(1_000);
    scene
        .play(async |frontend| {
            frontend.refuse(1);
            frontend.until_closed(frontend.start("Returns")).await;
        })
        .await;
    let refused = r#"{namespace="default",operation="RespondWorkflowTaskCompleted",status_code="INVALID_ARGUMENT"}"#;
    assert_eq!(scene.value(&format!("temporal_request_failure{refused}")), Some(1.0));
    let queue = r#"{namespace="default",task_queue="orders"}"#;
    let waited = scene.value(&format!("temporal_workflow_task_schedule_to_start_latency_count{queue}"));
    assert_eq!(waited, Some(2.0));
}

#[tokio::test]
async fn families_have_the_buckets_of_the_sdk_in_seconds() {
    let scene = played(|temporal| temporal.buckets("temporal_request_latency", &[0.25, 4.0])).await;
    let has = |family: &str, bound: &str| {
        let text = scene.registry.encode_text();
        let lines = text.lines().filter(|line| line.starts_with(&format!("{family}_bucket{{")));
        lines.into_iter().any(|line| line.contains(&format!(r#"le="{bound}""#)))
    };
    assert!(has("temporal_workflow_task_execution_latency", "0.02"));
    assert!(has("temporal_long_request_latency", "60.0"));
    assert!(has("temporal_request_latency", "0.25") && !has("temporal_request_latency", "0.5"));
}

#[tokio::test]
async fn names_can_have_the_suffixes_that_prometheus_recommends() {
    let scene = played(|temporal| temporal.naming(Naming::Suffixed)).await;
    assert_eq!(scene.value(&format!("temporal_workflow_completed_total{COMPLETED}")), Some(1.0));
    assert_eq!(scene.value(&format!("temporal_workflow_task_execution_latency_seconds_count{COMPLETED}")), Some(2.0));
    scene.assert_runs("Completes", 1, 1, 0, 1);
    Exposition::from_text(scene.registry.encode_text()).unwrap();
}

#[tokio::test]
async fn what_is_denied_is_not_exposed_and_workflows_are_counted_all_the_same() {
    let scene = played(|temporal| temporal.deny(["temporal_workflow_completed", "temporal_long_*"])).await;
    let text = scene.registry.encode_text();
    assert!(!text.contains("\ntemporal_workflow_completed{") && !text.contains("temporal_long_"));
    assert!(text.contains("\ntemporal_workflow_failed{"));
    scene.assert_runs("Completes", 1, 1, 0, 1);
}

#[tokio::test]
async fn only_what_is_allowed_is_exposed() {
    let scene = played(|temporal| temporal.allow(["temporal_request"]).naming(Naming::Suffixed)).await;
    let text = scene.registry.encode_text();
    let families = text.lines().filter_map(|line| line.strip_prefix("# TYPE temporal_"));
    assert_eq!(families.collect::<Vec<_>>(), ["request_total counter"]);
    scene.assert_runs("Fails", 1, 0, 1, 1);
}

#[tokio::test]
async fn beyond_the_cap_series_are_one() {
    let scene = played(|temporal| temporal.max_series(2)).await;
    let text = scene.registry.encode_text();
    let series = text.lines().filter(|line| line.starts_with("temporal_request{")).count();
    assert_eq!(series, 2, "{text}");
    let overflowed = r#"lowcard_dynamic_refused_total{cause="max_series",collector="temporal"}"#;
    assert!(scene.value(overflowed).is_some_and(|times| times > 0.0));
    scene.assert_runs("Completes", 1, 1, 0, 1);
}

#[tokio::test]
async fn a_second_worker_goes_on_with_the_same_families() {
    let scene = played(|temporal| temporal).await;
    scene.play(async |frontend| frontend.until_closed(frontend.start("Completes")).await).await;
    assert_eq!(scene.value(&format!("temporal_workflow_completed{COMPLETED}")), Some(2.0));
    assert_eq!(scene.registry.collector_errors(), []);
}

/// The SDK reads from the labels of its metrics what it tells the server in heartbeats.
#[tokio::test]
async fn heartbeats_say_what_they_do_without_our_meter() {
    let scene = Scene::new(1_000);
    scene
        .play(async |frontend| {
            frontend
                .until_heard(|heartbeat| {
                    let slots = heartbeat.workflow_task_slots_info.as_ref();
                    let pollers = heartbeat.workflow_poller_info.as_ref();
                    slots.is_some_and(|slots| slots.current_available_slots > 0)
                        && pollers.is_some_and(|pollers| pollers.current_pollers > 0)
                })
                .await;
        })
        .await;
}

#[test]
fn options_that_would_add_series_without_end_are_refused() {
    let temporal = Temporal::new(TemporalMetrics::register(&Registry::new()).unwrap());
    let sticky = TelemetryOptions::builder().task_queue_label_strategy(TaskQueueLabelStrategy::UseNormalAndSticky);
    assert_eq!(temporal.telemetry_options(sticky.build()).unwrap_err(), TelemetryError::StickyTaskQueues);
    let prefixed = TelemetryOptions::builder().metric_prefix("engine_".to_owned());
    assert_eq!(temporal.telemetry_options(prefixed.build()).unwrap_err(), TelemetryError::OtherPrefix);
    let twice = temporal.telemetry_options(TelemetryOptions::default()).unwrap();
    assert_eq!(temporal.telemetry_options(twice).unwrap_err(), TelemetryError::OtherMeter);
}

#[test]
fn a_registry_takes_it_once() {
    let registry = Registry::new();
    let temporal = Temporal::new(TemporalMetrics::register(&registry).unwrap());
    temporal.attach_to(&registry).unwrap();
    assert!(temporal.attach_to(&registry).is_err());
}
