use lowcard::{Counter, LabelSet, LabelValue, metric};

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
pub struct Journey {
    #[label(rename = "region")]
    pub from: Region,
    #[label(rename = "route")]
    pub to: Region,
    #[label(rename = "channel")]
    pub over: Region,
    #[label(rename = "method")]
    pub back: Region,
}

/// Journeys made.
#[metric]
pub static JOURNEYS_TOTAL: Counter<Journey>;

fn main() {}
