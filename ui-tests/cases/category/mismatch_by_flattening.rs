use lowcard::LabelSet;

#[derive(LabelSet)]
#[labels(category = "delivery")]
pub struct Delivery {
    pub queue: bool,
}

#[derive(LabelSet)]
#[labels(category = ["delivery", "wide"])]
pub struct Request {
    pub method: bool,
    #[labels(flatten)]
    pub delivery: Delivery,
}

fn main() {}
