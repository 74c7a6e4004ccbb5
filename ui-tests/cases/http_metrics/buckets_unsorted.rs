//! What the duration is told is held to the rules of histograms.

lowcard::http_metrics!(pub HttpMetrics, buckets = [1.0, 0.1], labels(path = "route", status_code = "status"));

fn main() {}
