use lowcard::{Counter, Metrics};

#[derive(Metrics)]
#[metrics(prefx = "jobs")]
pub struct JobMetrics {
    /// Jobs done.
    #[metric(bucket = [1.0])]
    pub done_total: Counter,
}

fn main() {}
