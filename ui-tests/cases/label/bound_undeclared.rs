use lowcard::LabelValue;

#[derive(LabelValue)]
pub struct Route(lowcard::Interned);

fn main() {}
