//! The label is named by what it is called otherwise.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, labels = ["workflow"]);

fn main() {}
