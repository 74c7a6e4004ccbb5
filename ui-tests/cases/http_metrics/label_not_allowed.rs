//! The policy knows the path and the status by other names.

lowcard::http_metrics!(pub HttpMetrics);

fn main() {}
