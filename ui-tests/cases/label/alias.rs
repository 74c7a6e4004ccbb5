#![deny(deprecated)] // the rule warns, and the case is to fail

use lowcard::LabelSet;

#[derive(LabelSet)]
#[labels(category = "wide")]
pub struct Labels {
    pub op: bool,
}

fn main() {}
