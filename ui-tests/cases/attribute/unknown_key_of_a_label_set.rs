use lowcard::LabelSet;

#[derive(LabelSet)]
#[labels(categories = "delivery")]
pub struct Delivery {
    #[label(name = "outcome")]
    pub outcome: bool,
    #[labels(flattened)]
    pub channel: bool,
}

fn main() {}
