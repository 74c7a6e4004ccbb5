use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Delivery<O> {
    pub outcome: O,
}

fn main() {}
