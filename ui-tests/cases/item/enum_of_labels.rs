use lowcard::LabelSet;

#[derive(LabelSet)]
pub enum Delivery {
    Email,
    Push,
}

fn main() {}
