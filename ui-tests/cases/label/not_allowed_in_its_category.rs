use lowcard::LabelSet;

#[derive(LabelSet)]
#[labels(category = "delivery")]
pub struct Labels {
    pub queu: bool,
    pub status: bool,
}

fn main() {}
