//! The metrics of workflows in a crate under the strictest lints that a team may have, flattened, and with all that can be
//! said.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unused_qualifications, unreachable_pub, clippy::all, clippy::pedantic)]

use lowcard::{Metrics, Registry};
use lowcard_temporal::Temporal;

lowcard_temporal::workflow_metrics!(
    /// What the workers of the application do.
    pub(crate) EngineMetrics,
    prefix = "engine",
    category = "temporal",
    types = 20,
    buckets = [0.5, 60.0, 3600.0],
    native(schema = 3, max_buckets = 40),
    labels(workflow_type = "workflow"),
    max_series = 15,
);

/// All metrics.
#[derive(Metrics)]
struct AppMetrics {
    /// Those of workers.
    #[metrics(flatten)]
    engine: EngineMetrics,
}

#[test]
fn they_can_be_part_of_others() -> Result<(), lowcard::RegisterError> {
    lowcard_temporal::workflow_metrics!(LocalMetrics, prefix = "local");

    let registry = Registry::new();
    let metrics = AppMetrics::register(&registry)?;
    metrics.engine.workflow_started_total.with(EngineMetricsWorkflow { workflow_type: "Order".into() }).inc();
    let _temporals = (Temporal::new(metrics.engine), Temporal::new(LocalMetrics::register(&registry)?));
    assert!(registry.encode_text().contains("\napp_engine_workflow_started_total{workflow=\"Order\"} 1\n"));
    Ok(())
}
