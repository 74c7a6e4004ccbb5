//! What the duration is told is held to the rules of histograms.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, buckets = [60.0, 1.0]);

fn main() {}
