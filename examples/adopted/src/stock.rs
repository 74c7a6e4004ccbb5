//! What is still counted with the prometheus crate, in its default registry.
#![expect(clippy::unwrap_used, reason = "what that crate refuses, such as a name that is taken, should not start")]

use std::sync::LazyLock;

use prometheus::{
    Gauge, HistogramVec, IntCounterVec, register_gauge, register_histogram_vec, register_int_counter_vec,
};

static DELIVERIES: LazyLock<IntCounterVec> = LazyLock::new(|| {
    register_int_counter_vec!("stock_deliveries_total", "Deliveries to the shelves.", &["depot", "kind"]).unwrap()
});

static FREE: LazyLock<Gauge> =
    LazyLock::new(|| register_gauge!("stock_free_ratio", "Part of the shelves that is free.").unwrap());

static UNLOADING: LazyLock<HistogramVec> = LazyLock::new(|| {
    let buckets = vec![60.0, 600.0];
    register_histogram_vec!("stock_unloading_seconds", "Time to unload a lorry.", &["depot"], buckets).unwrap()
});

pub(crate) fn work() {
    DELIVERIES.with_label_values(&["north", "food"]).inc_by(7);
    DELIVERIES.with_label_values(&["south \"2\"", "tools"]).inc();
    FREE.set(0.25);
    for seconds in [30.0, 90.0, 1_200.0] {
        UNLOADING.with_label_values(&["north"]).observe(seconds);
    }
}
