use lowcard::{Histogram, metric};

/// Time to deliver.
#[metric(native(scheme = 5))]
pub static DELIVERY_SECONDS: Histogram;

fn main() {}
