use lowcard::{Counter, Metrics};

#[derive(Metrics)]
pub struct JobMetrics(pub Counter);

fn main() {}
