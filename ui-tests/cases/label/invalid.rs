use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Labels {
    #[label(rename = "out come")]
    pub outcome: bool,
}

fn main() {}
