use lowcard::LabelValue;

#[derive(LabelValue)]
pub enum Outcome<const N: usize> {
    Delivered,
    Failed,
}

fn main() {}
