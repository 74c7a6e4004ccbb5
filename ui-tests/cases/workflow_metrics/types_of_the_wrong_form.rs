//! How many types there are is a number.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, types = "many");

fn main() {}
