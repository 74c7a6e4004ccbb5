use lowcard::{Info, LabelSet, metric};

#[derive(LabelSet)]
#[labels(constant)]
pub struct Build {
    pub region: &'static str,
}

fn build() -> Build {
    Build { region: "eu" }
}

/// This build.
#[metric(from = build())]
pub static BUILD_INFO: Info<Build>;

fn main() {}
