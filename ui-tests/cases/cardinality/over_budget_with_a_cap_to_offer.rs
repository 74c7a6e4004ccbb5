use lowcard::{Counter, LabelSet, LabelValue, metric};

#[derive(LabelValue)]
#[label(max = 200)]
pub struct Route(lowcard::Interned);

#[derive(LabelValue)]
pub enum Region {
    Africa,
    America,
    Antarctica,
    Asia,
    Europe,
    Oceania,
}

#[derive(LabelSet)]
pub struct Request {
    pub route: Route,
    pub region: Region,
}

/// Requests answered.
#[metric]
pub static REQUESTS_TOTAL: Counter<Request>;

fn main() {}
