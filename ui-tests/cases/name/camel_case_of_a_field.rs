use lowcard::{Counter, Metrics};

#[derive(Metrics)]
#[expect(non_snake_case)]
pub struct JobMetrics {
    /// Jobs done.
    pub jobsDone_total: Counter,
}

fn main() {}
