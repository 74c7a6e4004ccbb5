use lowcard::Metrics;

#[derive(Metrics)]
pub struct JobMetrics {
    /// Jobs done.
    pub done_total: u64,
}

fn main() {}
