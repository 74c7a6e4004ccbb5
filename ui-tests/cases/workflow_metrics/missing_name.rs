//! Nobody could call it anything.

lowcard_temporal::workflow_metrics!(pub);

fn main() {}
