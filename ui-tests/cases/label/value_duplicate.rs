use lowcard::LabelValue;

#[derive(LabelValue)]
pub enum Outcome {
    NotFound,
    #[label(rename = "not_found")]
    Missing,
}

fn main() {}
