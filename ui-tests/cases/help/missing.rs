use lowcard::{Counter, metric};

#[metric]
pub static JOBS_TOTAL: Counter;

fn main() {}
