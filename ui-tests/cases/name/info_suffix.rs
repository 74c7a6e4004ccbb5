use lowcard::{Info, LabelSet, metric};

#[derive(LabelSet)]
#[labels(constant)]
pub struct Build {
    pub region: String,
}

/// Where this build runs.
#[metric]
pub static BUILD: Info<Build>;

fn main() {}
