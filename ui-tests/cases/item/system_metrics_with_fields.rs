lowcard::system_metrics!(pub SystemMetrics { pub uptime: u64 });

fn main() {}
