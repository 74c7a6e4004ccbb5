use lowcard::{Histogram, metric};

/// Bytes in a delivery.
#[metric]
pub static DELIVERY_BYTES: Histogram;

fn main() {}
