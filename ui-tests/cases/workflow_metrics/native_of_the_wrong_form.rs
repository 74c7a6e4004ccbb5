//! A native histogram has options of its own.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, native = 3);

fn main() {}
