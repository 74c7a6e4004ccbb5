//! The policy says how many values a label may have.

lowcard::http_metrics!(pub HttpMetrics, paths = 5_000, labels(path = "route", status_code = "status"));

fn main() {}
