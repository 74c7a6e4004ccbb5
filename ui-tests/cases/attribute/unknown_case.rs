use lowcard::LabelValue;

#[derive(LabelValue)]
#[label(rename_all = "snake-case")]
pub enum Channel {
    Email,
    Push,
}

fn main() {}
