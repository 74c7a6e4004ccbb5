use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Labels {
    pub user_id: bool,
    pub email: bool,
}

fn main() {}
