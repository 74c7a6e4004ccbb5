//! Each label has its own new name.

lowcard::http_metrics!(pub HttpMetrics, labels = ["verb", "route", "status"]);

fn main() {}
