//! A new name is held to the policy as any other.

lowcard::http_metrics!(pub HttpMetrics, labels(path = "url", status_code = "status"));

fn main() {}
