use lowcard::{Counter, LabelSet, metric};

#[derive(LabelSet)]
pub struct Delivery {
    pub outcome: bool,
}

/// Deliveries made.
#[metric(max_series = 100)]
pub static DELIVERIES_TOTAL: Counter<Delivery>;

fn main() {}
