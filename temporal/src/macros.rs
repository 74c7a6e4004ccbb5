//! The macro that declares what runs of workflows are recorded into.

/// Declares the metrics of Temporal's workflows and workers, in your namespace and under your policy.
///
/// It takes a visibility and a name, and makes a struct of that name, as `derive(Metrics)` of lowcard knows it; it can be
/// flattened into another. With the namespace `shop`, its metrics are:
///
/// | metric | type | labels |
/// |---|---|---|
/// | `shop_temporal_workflow_started_total` | counter | `workflow_type` |
/// | `shop_temporal_workflow_completed_total` | counter | `workflow_type` |
/// | `shop_temporal_workflow_failed_total` | counter | `workflow_type` |
/// | `shop_temporal_workflow_duration_seconds` | histogram | `workflow_type` |
/// | `shop_temporal_workers_running_total` | gauge | |
/// | `shop_temporal_workers_configured_total` | gauge | |
///
/// The names of the last two end as that of a counter does, though workers come and go: they are what other
/// implementations have, and dashboards look for. The macro states this exception to the rule `name/counter-total`, with
/// its reason, so that your policy need not.
///
/// ```
/// lowcard_temporal::workflow_metrics!(pub TemporalMetrics);
///
/// let mut definitions = lowcard::definitions();
/// assert!(definitions.any(|definition| definition.name == "app_temporal_workers_running_total"));
/// ```
///
/// With all that can be said:
///
/// ```
/// lowcard_temporal::workflow_metrics!(
///     /// What the engine's workers do.
///     pub EngineMetrics,
///     prefix = "engine",
///     types = 20,
///     buckets = [0.5, 60.0, 3600.0],
///     native(schema = 3),
///     labels(workflow_type = "workflow"),
///     max_series = 500,
/// );
/// ```
///
/// | key | says | otherwise |
/// |---|---|---|
/// | `prefix = "temporal"` | what stands between the namespace and the names | `temporal` |
/// | `category = "temporal"` | the category of the policy that the metrics and labels belong to | `temporal` |
/// | `labels(workflow_type = "…")` | another name for the label | this |
/// | `types = 20` | how many workflow types are kept apart; the next ones become `other` | 100, or what the policy allows if that is less |
/// | `buckets = [0.5, 60.0]` | the bounds of the duration, in seconds | from 0.1 to 86,400 |
/// | `native`, `native(schema = 3, max_buckets = 160)` | that the duration is a native histogram, with the stated `buckets` beside if there are any | |
/// | `max_series = 500` | the most series that each labelled metric may have | the policy's budget |
///
/// A worker runs the workflows that are registered with it and no others, so that nobody who starts workflows can add a
/// value to the label.
///
/// The label types are made as well, as `TemporalMetricsWorkflow` and `TemporalMetricsWorkflowType`.
#[macro_export]
macro_rules! workflow_metrics {
    ($($input:tt)*) => {
        $crate::__private::lowcard::__private::workflow_metrics! { $crate; $($input)* }
    };
}
