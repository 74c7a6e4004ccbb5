use lowcard::{Counter, LabelSet, metric};

#[derive(LabelSet)]
#[labels(constant)]
pub struct Build {
    pub region: String,
}

/// Builds made.
#[metric]
pub static BUILDS_TOTAL: Counter<Build>;

fn main() {}
