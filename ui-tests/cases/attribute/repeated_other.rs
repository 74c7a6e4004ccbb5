use lowcard::LabelValue;

#[derive(LabelValue)]
pub enum Channel {
    Email,
    #[label(other)]
    Unknown,
    #[label(other)]
    Missing,
}

fn main() {}
