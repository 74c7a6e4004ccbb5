//! A key that is almost one.

lowcard::http_metrics!(pub HttpMetrics, bucket = [0.1, 1.0], labels(path = "route", status_code = "status"));

fn main() {}
