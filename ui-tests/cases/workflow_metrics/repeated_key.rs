//! Two answers to one question.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, types = 20, types = 30);

fn main() {}
