//! A status has a code and a class.

lowcard::http_metrics!(pub HttpMetrics, status = "family", labels(path = "route", status_code = "status"));

fn main() {}
