//! A published library that keeps its metrics in a registry of the prometheus crate, as it is: the exporter of
//! OpenTelemetry, whose collector makes its families anew with each scrape, a family for each point.

use lowcard::testing::Exposition;
use lowcard::{Format, Registry};
use lowcard_servers::proto::{self, Kind};
use opentelemetry::KeyValue;
use opentelemetry::metrics::MeterProvider;
use opentelemetry_sdk::metrics::SdkMeterProvider;

use crate::told::{adopting, causes, encoded, samples};

/// What an instrumented program would have counted.
fn instrumented() -> (Registry, SdkMeterProvider) {
    let theirs = prometheus::Registry::new();
    let exporter =
        opentelemetry_prometheus::exporter().with_registry(theirs.clone()).build().expect("a fresh registry");
    let provider = SdkMeterProvider::builder().with_reader(exporter).build();
    let meter = provider.meter("shop");
    let orders = meter.u64_counter("orders").with_description("Orders placed.").build();
    orders.add(3, &[KeyValue::new("channel", "email")]);
    orders.add(1, &[KeyValue::new("channel", "a \"quoted\" \\ one")]);
    let duration = meter.f64_histogram("order.duration").with_unit("s").with_description("Time to place an order.");
    let duration = duration.with_boundaries(vec![0.1, 1.0]).build();
    duration.record(0.25, &[]);
    duration.record(5.0, &[]);
    meter.i64_up_down_counter("carts").with_description("Carts that are open.").build().add(-2, &[]);
    meter.f64_gauge("warmth").with_description("How warm it is.").build().record(21.5, &[]);
    (adopting(&theirs), provider)
}

#[test]
fn its_metrics_are_in_all_formats() {
    let (registry, _provider) = instrumented();
    let of_scope = "otel_scope_name=\"shop\"";
    let expected = [
        format!("carts{{{of_scope}}} -2"),
        format!("order_duration_seconds_bucket{{{of_scope},le=\"0.1\"}} 0"),
        format!("order_duration_seconds_bucket{{{of_scope},le=\"1.0\"}} 1"),
        format!("order_duration_seconds_bucket{{{of_scope},le=\"+Inf\"}} 2"),
        format!("order_duration_seconds_sum{{{of_scope}}} 5.25"),
        format!("order_duration_seconds_count{{{of_scope}}} 2"),
        format!("orders_total{{channel=\"a \\\"quoted\\\" \\\\ one\",{of_scope}}} 1"),
        format!("orders_total{{channel=\"email\",{of_scope}}} 3"),
    ];
    let found = samples(&registry);
    let found: Vec<_> = found.iter().filter(|line| !line.starts_with("target_info")).collect();
    assert_eq!(found[..8], expected.each_ref());
    assert_eq!(found[8..], [&format!("warmth{{{of_scope}}} 21.5")]);
    assert_eq!(causes(&registry), []);

    let openmetrics = Exposition::from_openmetrics(encoded(&registry, Format::OpenMetrics)).expect("valid");
    let orders = format!("orders_total{{channel=\"email\",{of_scope}}}");
    assert_eq!(openmetrics.value(&orders), Some(3.0));

    let families = proto::parse(&encoded(&registry, Format::Protobuf));
    let kinds: Vec<_> =
        families.iter().map(|family| (family.name.as_str(), family.kind, family.help.as_str())).collect();
    let expected = [
        ("carts", Kind::Gauge, "Carts that are open."),
        ("order_duration_seconds", Kind::Histogram, "Time to place an order."),
        ("orders_total", Kind::Counter, "Orders placed."),
        ("target_info", Kind::Gauge, "Target metadata"),
        ("warmth", Kind::Gauge, "How warm it is."),
    ];
    assert_eq!(kinds, expected);
}
