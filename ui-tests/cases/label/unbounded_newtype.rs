use lowcard::LabelValue;

#[derive(LabelValue)]
#[label(max = 10)]
pub struct Region(String);

fn main() {}
