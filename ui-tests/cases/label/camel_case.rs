use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Labels {
    #[label(rename = "outCome")]
    pub outcome: bool,
}

fn main() {}
