use lowcard::LabelValue;

#[derive(LabelValue)]
pub struct Delivery {
    pub outcome: bool,
}

fn main() {}
