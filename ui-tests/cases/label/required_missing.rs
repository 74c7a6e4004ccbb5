#![deny(deprecated)] // the rule warns, and the case is to fail

use lowcard::LabelSet;

#[derive(LabelSet)]
#[labels(category = "http")]
pub struct Labels {
    pub status: bool,
}

fn main() {}
