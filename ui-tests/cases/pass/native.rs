//! Native histograms, alone and beside classic ones, under the strictest lints that a team may have.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unused_qualifications, unreachable_pub, clippy::all, clippy::pedantic)]

use lowcard::{Histogram, Interned, LabelSet, LabelValue, Metrics, Native, Registry, definitions, metric};

/// A delivery.
#[derive(Clone, Copy, Debug, LabelSet)]
pub struct Delivery {
    /// Whether it was in this region.
    pub region: bool,
}

/// Route templates.
#[derive(Clone, Copy, Debug, LabelValue)]
#[label(max = 20)]
pub struct Route(Interned);

/// A request.
#[derive(Clone, Copy, Debug, LabelSet)]
pub struct Request {
    /// Its route.
    pub route: Route,
}

/// Bytes of a letter: no base unit with a default, and no buckets.
#[metric(native)]
pub static LETTER_BYTES: Histogram;

/// Time to sort.
#[metric(native(schema = -2, max_buckets = 1_000), buckets = [1, 60])]
pub static SORTING_SECONDS: Histogram;

/// Metrics of the deliveries.
#[derive(Metrics)]
#[metrics(prefix = "delivery")]
pub struct DeliveryMetrics {
    /// Time to deliver.
    #[metric(native)]
    pub duration_seconds: Histogram,
    /// Time to answer, with room for one label set and the overflow.
    #[metric(native, max_series = 8)]
    pub answer_seconds: Histogram<Request>,
    /// Distance of a delivery.
    #[metric(native(schema = 5), buckets = [1e3, 1e4])]
    pub distance_meters: Histogram<Delivery>,
    /// Rows of its list.
    #[metric(native(), unit = "rows")]
    pub list_rows: Histogram,
    /// Time to load.
    pub loading_seconds: Histogram,
}

fn native(name: &str) -> Option<Native> {
    definitions().find(|definition| definition.name == name).and_then(|definition| definition.native)
}

fn main() {
    LETTER_BYTES.observe(20.0);
    SORTING_SECONDS.observe(2.0);
    let registry = Registry::new();
    match DeliveryMetrics::register(&registry) {
        Ok(metrics) => {
            metrics.duration_seconds.observe(3.5);
            metrics.answer_seconds.with(Request { route: "/parcels".into() }).observe(0.1);
            metrics.distance_meters.with(Delivery { region: true }).observe(2_500.0);
            metrics.list_rows.observe(12.0);
            metrics.loading_seconds.observe(0.1);
        }
        Err(error) => assert_eq!(error.to_string(), ""),
    }
    assert_eq!(native("app_letter_bytes"), Some(Native::DEFAULT));
    assert_eq!(native("app_sorting_seconds"), Some(Native { schema: -2, max_buckets: 1_000 }));
    assert_eq!(native("app_delivery_duration_seconds"), Some(Native::DEFAULT));
    assert_eq!(native("app_delivery_distance_meters"), Some(Native { schema: 5, ..Native::DEFAULT }));
    assert_eq!(native("app_delivery_list_rows"), Some(Native::DEFAULT));
    assert_eq!(native("app_delivery_loading_seconds"), None);

    let text = registry.encode_text();
    let buckets = |name: &str| text.lines().filter(|line| line.starts_with(&format!("{name}_bucket{{"))).count();
    assert_eq!(buckets("app_delivery_duration_seconds"), 1, "{text}");
    assert_eq!(buckets("app_delivery_distance_meters"), 2 * 3, "{text}");
    assert!(text.contains("app_delivery_duration_seconds_bucket{le=\"+Inf\"} 1\n"), "{text}");
}
