//! A library that programs share.

mod returns;

use lowcard::{Counter, LabelSet, LabelValue, metric};

/// What became of an order.
#[derive(Clone, Copy, LabelValue)]
pub enum Outcome {
    Placed,
    Refused,
}

#[derive(Clone, Copy, LabelSet)]
pub struct Order {
    pub outcome: Outcome,
}

/// Orders that came in.
#[metric]
static ORDERS_TOTAL: Counter<Order>;

pub fn place() {
    ORDERS_TOTAL.with(Order { outcome: Outcome::Placed }).inc();
}
