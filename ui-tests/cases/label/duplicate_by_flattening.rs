use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Place {
    pub region: bool,
}

#[derive(LabelSet)]
pub struct Labels {
    pub region: bool,
    #[labels(flatten)]
    pub place: Place,
}

fn main() {}
