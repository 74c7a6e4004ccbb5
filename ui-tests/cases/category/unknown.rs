use lowcard::LabelSet;

#[derive(LabelSet)]
#[labels(category = "delivry")]
pub struct Labels {
    pub outcome: bool,
}

fn main() {}
