//! A key that is almost one.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, bucket = [1.0, 60.0]);

fn main() {}
