use lowcard::{Counter, Interned, LabelSet, LabelValue, metric};

#[derive(LabelValue)]
#[label(max = 499)]
pub struct Name(Interned);

#[derive(LabelSet)]
pub struct Everything {
    pub region: Name,
    pub route: Name,
    pub channel: Name,
    pub method: Name,
}

/// Things that happened.
#[metric(max_series = 1_000, allow("cardinality/over-budget", reason = "capped at run time"))]
pub static EVENTS_TOTAL: Counter<Everything>;

fn main() {}
