//! The metrics of a small service.
#![expect(missing_docs, reason = "the labels say it themselves")]

use lowcard::{Counter, Histogram, LabelSet, LabelValue, Metrics};

/// Where orders come from.
#[derive(LabelValue)]
pub enum Channel {
    Web,
    App,
    Phone,
}

/// Which warehouse sends it: at most 50 of them, then `other`.
#[derive(LabelValue)]
#[label(max = 50)]
pub struct Warehouse(lowcard::Interned);

#[derive(LabelSet)]
#[labels(category = "orders")]
pub struct Order {
    pub channel: Channel,
    pub warehouse: Warehouse,
}

#[derive(Metrics)]
#[metrics(category = "orders")]
pub struct OrderMetrics {
    /// Orders placed.
    pub orders_total: Counter<Order>,
    /// Time to find an order.
    #[metric(buckets = [0.001, 0.01, 0.1, 1.0])]
    pub order_lookup_seconds: Histogram,
}

lowcard::http_metrics!(pub HttpMetrics); // what every service counts of its requests
lowcard::system_metrics!(pub SystemMetrics); // which build runs, and for how long
