use lowcard::{Histogram, LabelSet, LabelValue, metric};

#[derive(LabelValue)]
#[label(max = 100)]
pub struct Route(lowcard::Interned);

#[derive(LabelSet)]
pub struct Request {
    pub route: Route,
}

/// Time to answer.
#[metric(buckets = [0.1, 1.0], max_series = 9)]
pub static RESPONSE_SECONDS: Histogram<Request>;

fn main() {}
