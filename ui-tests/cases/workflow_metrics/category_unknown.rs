//! The metrics are in a category as any other.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, category = "temporel");

fn main() {}
