use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Labels {
    pub le: bool,
    pub quantile: bool,
    pub job: bool,
    pub cluster: bool,
}

fn main() {}
