use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Labels {
    pub outcome: bool,
    pub user_id: String,
}

fn main() {}
