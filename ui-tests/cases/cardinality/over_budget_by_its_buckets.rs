use lowcard::{Histogram, LabelSet, LabelValue, metric};

#[derive(LabelValue)]
#[label(max = 200)]
pub struct Route(lowcard::Interned);

#[derive(LabelSet)]
pub struct Request {
    pub route: Route,
}

/// Time to answer.
#[metric(buckets = [0.1, 1.0, 10.0])]
pub static RESPONSE_SECONDS: Histogram<Request>;

fn main() {}
