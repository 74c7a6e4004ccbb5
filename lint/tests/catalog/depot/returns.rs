//! Nobody calls it, and it is part of each program all the same.

use lowcard::{Histogram, metric};

/// Time until an order came back.
#[metric(buckets = [30.0, 300.0])]
static RETURN_SECONDS: Histogram;
