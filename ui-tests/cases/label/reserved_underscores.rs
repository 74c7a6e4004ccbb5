use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Labels {
    pub __address: bool,
}

fn main() {}
