use lowcard::{Counter, metric};

/// Jobs done.
#[metric]
pub static JOBS: Counter;

fn main() {}
