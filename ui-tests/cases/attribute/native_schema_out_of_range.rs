use lowcard::{Histogram, metric};

/// Time to deliver.
#[metric(native(schema = 9))]
pub static DELIVERY_SECONDS: Histogram;

fn main() {}
