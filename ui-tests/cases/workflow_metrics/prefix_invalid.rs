//! The prefix is part of each name.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, prefix = "Temporal");

fn main() {}
