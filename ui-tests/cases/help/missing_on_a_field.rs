use lowcard::{Counter, Metrics};

#[derive(Metrics)]
pub struct JobMetrics {
    pub done_total: Counter,
}

fn main() {}
