use lowcard::{Counter, Metrics};

#[derive(Metrics)]
#[metrics(route = "metrics/{tenant}")]
pub struct AppMetrics {
    /// Jobs done.
    pub jobs_total: Counter,
}

fn main() {}
