use lowcard::LabelValue;

#[derive(LabelValue)]
pub enum Outcome {
    Delivered,
    Failed(String),
}

fn main() {}
