//! The category has labels, and not this one.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, category = "engine");

fn main() {}
