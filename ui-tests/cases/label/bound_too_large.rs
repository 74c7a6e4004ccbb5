use lowcard::LabelValue;

#[derive(LabelValue)]
#[label(max = 100_000)]
pub struct Route(lowcard::Interned);

fn main() {}
