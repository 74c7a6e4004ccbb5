use lowcard::LabelValue;

#[derive(LabelValue)]
pub enum Outcome {
    #[label(rename = "")]
    Nothing,
    Something,
}

fn main() {}
