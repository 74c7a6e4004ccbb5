use lowcard::LabelSet;

#[derive(LabelSet)]
#[labels(constant)]
pub struct Build {
    #[labels(flatten)]
    pub region: String,
}

fn main() {}
