//! What has moved to lowcard.

use lowcard::{Counter, Gauge, Histogram, LabelSet, LabelValue, metric};

#[derive(Clone, Copy, LabelValue)]
enum Outcome {
    Paid,
    Refused,
}

#[derive(Clone, Copy, LabelSet)]
struct Order {
    outcome: Outcome,
}

/// Orders that came to an end.
#[metric]
static ORDERS_TOTAL: Counter<Order>;

/// Orders that are being placed.
#[metric]
static ORDERS_IN_FLIGHT: Gauge;

/// Time from a cart to a paid order.
#[metric(buckets = [0.1, 1.0, 10.0], native)]
static ORDER_DURATION_SECONDS: Histogram;

pub(crate) fn work() {
    for seconds in [0.05, 0.5, 0.5, 42.0] {
        let _in_flight = ORDERS_IN_FLIGHT.track();
        ORDER_DURATION_SECONDS.observe(seconds);
        ORDERS_TOTAL.with(Order { outcome: Outcome::Paid }).inc();
    }
    ORDERS_TOTAL.with(Order { outcome: Outcome::Refused }).inc();
    ORDERS_IN_FLIGHT.set(2);
}
