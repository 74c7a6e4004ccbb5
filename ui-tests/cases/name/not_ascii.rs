use lowcard::{Counter, metric};

/// Jobs done.
#[metric]
pub static AUFTRÄGE_TOTAL: Counter;

fn main() {}
