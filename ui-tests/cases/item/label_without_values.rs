use lowcard::LabelValue;

#[derive(LabelValue)]
pub enum Outcome {}

fn main() {}
