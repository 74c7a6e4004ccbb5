use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Labels {
    pub channel: bool,
    pub method: bool,
    pub outcome: bool,
    pub region: bool,
    pub route: bool,
}

fn main() {}
