use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Labels {
    pub outcom: bool,
    pub weather: bool,
}

fn main() {}
