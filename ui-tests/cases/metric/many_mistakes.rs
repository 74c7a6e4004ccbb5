use lowcard::{Counter, Histogram, LabelSet, Metrics};

#[derive(LabelSet)]
#[labels(category = "delivry")]
pub struct Delivery {
    pub user_id: String,
    #[label(rename = "outCome")]
    pub outcome: bool,
}

#[derive(Metrics)]
#[metrics(prefix = "jobs", colour = "blue")]
pub struct JobMetrics {
    pub done: Counter<Delivery>,
    /// Time to finish.
    #[metric(buckets = [1.0, 0.5])]
    pub duration_ms: Histogram<Delivery>,
}

fn main() {}
