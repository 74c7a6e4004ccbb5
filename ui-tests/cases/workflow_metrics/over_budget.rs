//! So many types are too many series for the lines of a histogram.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, types = 200);

fn main() {}
