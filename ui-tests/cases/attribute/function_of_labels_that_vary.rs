use lowcard::{Info, LabelSet, metric};

#[derive(LabelSet)]
pub struct Build {
    pub region: bool,
}

fn build() -> Build {
    Build { region: true }
}

/// This build.
#[metric(from = build)]
pub static BUILD_INFO: Info<Build>;

fn main() {}
