use lowcard::{Counter, Metrics};

#[derive(Metrics)]
pub struct JobMetrics<L> {
    /// Jobs done.
    pub done_total: Counter<L>,
}

fn main() {}
