//! A new name is held to the policy as any other.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, labels(workflow_type = "workflow_id"));

fn main() {}
