lowcard::system_metrics!(pub SystemMetrics);

fn main() {}
