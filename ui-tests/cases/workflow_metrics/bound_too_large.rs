//! The policy says how many values a label may have.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, types = 5_000);

fn main() {}
