use lowcard::{Counter, Metrics};

#[derive(Metrics)]
pub struct JobMetrics {
    #[metrics(flatten)]
    pub done_total: Counter,
}

fn main() {}
