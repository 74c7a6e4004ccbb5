//! There is no such label to give another name.

lowcard::http_metrics!(pub HttpMetrics, labels(path = "route", status_code = "status", host = "region"));

fn main() {}
