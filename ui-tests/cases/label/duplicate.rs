use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Labels {
    pub outcome: bool,
    #[label(rename = "outcome")]
    pub result: bool,
}

fn main() {}
