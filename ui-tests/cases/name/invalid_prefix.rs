use lowcard::{Counter, Metrics};

#[derive(Metrics)]
#[metrics(prefix = "Jobs-")]
pub struct JobMetrics {
    /// Jobs done.
    pub done_total: Counter,
    /// Jobs that failed.
    pub failed_total: Counter,
}

fn main() {}
