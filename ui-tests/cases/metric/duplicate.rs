use lowcard::{Counter, Metrics};

#[derive(Metrics)]
pub struct JobMetrics {
    /// Jobs done.
    pub jobs_total: Counter,
    /// Jobs done, again.
    #[metric(name = "app_jobs_total")]
    pub more_total: Counter,
}

fn main() {}
