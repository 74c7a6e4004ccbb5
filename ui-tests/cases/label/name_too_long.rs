use lowcard::LabelSet;

#[derive(LabelSet)]
#[labels(category = "wide")]
pub struct Labels {
    pub a_label_name_that_goes_on_for_ever: bool,
}

fn main() {}
