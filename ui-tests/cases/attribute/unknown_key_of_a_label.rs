use lowcard::LabelValue;

#[derive(LabelValue)]
#[label(rename_al = "kebab-case")]
pub enum Channel {
    Email,
    #[label(renamed = "web-push")]
    Push,
}

fn main() {}
