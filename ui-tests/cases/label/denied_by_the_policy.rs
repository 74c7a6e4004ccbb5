use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Labels {
    pub tenant: bool,
}

fn main() {}
