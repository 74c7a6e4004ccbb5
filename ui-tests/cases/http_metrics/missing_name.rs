//! Nobody could call it anything.

lowcard::http_metrics!(pub);

fn main() {}
