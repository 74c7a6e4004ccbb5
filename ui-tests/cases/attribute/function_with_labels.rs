use lowcard::{Gauge, LabelSet, metric};

#[derive(LabelSet)]
pub struct Delivery {
    pub outcome: bool,
}

fn waiting() -> i64 {
    0
}

/// Jobs that wait.
#[metric(from = waiting)]
pub static JOBS_WAITING: Gauge<Delivery>;

fn main() {}
