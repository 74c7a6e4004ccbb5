use lowcard::{Counter, LabelSet, metric};

#[derive(LabelSet)]
#[labels(category = "delivery")]
pub struct Delivery {
    pub queue: bool,
}

/// Jobs done.
#[metric(category = "http")]
pub static JOBS_TOTAL: Counter<Delivery>;

fn main() {}
