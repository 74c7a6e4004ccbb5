//! There is no such label to give another name.

lowcard_temporal::workflow_metrics!(pub TemporalMetrics, labels(task_queue = "queue"));

fn main() {}
