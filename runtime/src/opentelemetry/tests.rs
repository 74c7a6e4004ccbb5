#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::sync::atomic::{AtomicU64, Ordering};

use opentelemetry::metrics::{Meter, MeterProvider as _};
use opentelemetry::{Array, KeyValue, Value};

use super::MeterProvider;
use crate::dynamic::Policy;
use crate::registry::Registry;

fn attached(provider: &MeterProvider) -> (Registry, Meter) {
    let registry = Registry::new();
    provider.attach(&registry).expect("a fresh registry");
    (registry, provider.meter("test"))
}

fn exposed() -> (Registry, Meter) {
    attached(&MeterProvider::new(Policy::default()))
}

#[test]
fn every_instrument_arrives_with_its_name_unit_and_help() {
    let (registry, meter) = exposed();
    let get = [KeyValue::new("http.method", "GET")];
    meter.u64_counter("http.requests").with_unit("{request}").with_description("Requests.").build().add(3, &get);
    meter.f64_counter("busy").with_unit("s").build().add(0.5, &[]);
    meter.i64_up_down_counter("queue.length").build().add(-2, &[]);
    meter.f64_up_down_counter("debt").build().add(-0.5, &[]);
    meter.u64_gauge("workers").build().record(7, &[]);
    meter.i64_gauge("offset").build().record(-7, &[]);
    meter.f64_gauge("cpu.utilization").with_unit("1").build().record(0.25, &[]);
    meter.f64_histogram("wait").with_unit("s").with_boundaries(vec![1.0, 2.0]).build().record(1.5, &get);
    meter.u64_histogram("size").with_unit("By").with_boundaries(vec![10.0]).build().record(11, &[]);
    let expected = "\
# TYPE busy_seconds_total counter
busy_seconds_total 0.5
# TYPE cpu_utilization_ratio gauge
cpu_utilization_ratio 0.25
# TYPE debt gauge
debt -0.5
# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{http_method=\"GET\"} 3
# TYPE offset gauge
offset -7
# TYPE queue_length gauge
queue_length -2
# TYPE size_bytes histogram
size_bytes_bucket{le=\"10.0\"} 0
size_bytes_bucket{le=\"+Inf\"} 1
size_bytes_sum 11
size_bytes_count 1
# TYPE wait_seconds histogram
wait_seconds_bucket{http_method=\"GET\",le=\"1.0\"} 0
wait_seconds_bucket{http_method=\"GET\",le=\"2.0\"} 1
wait_seconds_bucket{http_method=\"GET\",le=\"+Inf\"} 1
wait_seconds_sum{http_method=\"GET\"} 1.5
wait_seconds_count{http_method=\"GET\"} 1
# TYPE workers gauge
workers 7
";
    assert_eq!(registry.encode_text(), expected);
}

#[test]
fn observable_instruments_are_asked_with_each_scrape() {
    static ASKED: AtomicU64 = AtomicU64::new(0);
    let (registry, meter) = exposed();
    let asked = || ASKED.fetch_add(1, Ordering::Relaxed) + 1;
    meter.u64_observable_counter("seen").with_callback(move |seen| seen.observe(10 * asked(), &[])).build();
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let seconds = || ASKED.load(Ordering::Relaxed) as f64 + 0.5;
    meter.f64_observable_counter("cpu").with_unit("s").with_callback(move |cpu| cpu.observe(seconds(), &[])).build();
    meter.i64_observable_gauge("level").with_callback(|level| level.observe(-3, &[KeyValue::new("tank", 1)])).build();
    meter.f64_observable_up_down_counter("open").with_callback(|open| open.observe(0.5, &[])).build();
    registry.encode_text();
    let text = registry.encode_text();
    for line in ["seen_total 20", "cpu_seconds_total 2.5", "level{tank=\"1\"} -3", "open 0.5"] {
        assert!(text.contains(&format!("\n{line}\n")), "{line} in {text}");
    }
}

#[test]
fn a_callback_that_panics_is_counted_and_the_others_are_asked() {
    let (registry, meter) = exposed();
    meter.u64_observable_gauge("bad").with_callback(|_| panic!("on purpose")).build();
    meter.u64_observable_gauge("good").with_callback(|good| good.observe(1, &[])).build();
    let text = registry.encode_text();
    assert!(text.contains("\ngood 1\n"), "{text}");
    assert!(text.contains("{collector=\"opentelemetry_callbacks\",cause=\"panic\"} 1\n"), "{text}");
}

#[test]
fn attributes_of_any_type_are_labels_and_the_last_of_a_name_counts() {
    let (registry, meter) = exposed();
    let attributes = [
        KeyValue::new("a", "first"),
        KeyValue::new("bool", true),
        KeyValue::new("int", -1),
        KeyValue::new("float", 0.5),
        KeyValue::new("array", Value::Array(Array::I64(vec![1, 2]))),
        KeyValue::new("a", "last"),
    ];
    meter.u64_counter("x").build().add(1, &attributes);
    let text = registry.encode_text();
    assert!(
        text.contains("\nx_total{a=\"last\",array=\"[1,2]\",bool=\"true\",float=\"0.5\",int=\"-1\"} 1\n"),
        "{text}"
    );
}

#[test]
fn the_policy_holds() {
    let provider = MeterProvider::new(Policy::default().max_series(3).deny_metric("secret*"));
    let (registry, meter) = attached(&provider);
    let requests = meter.u64_counter("requests").build();
    for user in 0..100 {
        requests.add(1, &[KeyValue::new("user_id", user), KeyValue::new("path", format!("/{user}"))]);
    }
    meter.u64_counter("secret.visits").build().add(1, &[]);
    let text = registry.encode_text();
    let requests: Vec<_> = text.lines().filter(|line| line.starts_with("requests_total")).collect();
    assert_eq!(requests.len(), 3, "{text}");
    assert!(requests.contains(&"requests_total{path=\"other\"} 98"), "{text}");
    assert!(!text.contains("user_id") && !text.contains("secret"), "{text}");
    assert!(provider.metrics().refusals().iter().any(|refusal| refusal.to_string().contains("user_id")));
}

#[test]
fn one_name_of_two_types_is_the_first_ones() {
    let (registry, meter) = exposed();
    meter.u64_gauge("x").build().record(1, &[]);
    meter.f64_histogram("x").build().record(1.0, &[]);
    let text = registry.encode_text();
    assert!(text.contains("# TYPE x gauge\nx 1\n"), "{text}");
    assert!(!text.contains("histogram"), "{text}");
}

#[test]
fn names_can_stay_as_they_are_written() {
    let (registry, meter) = attached(&MeterProvider::new(Policy::default()).without_suffixes());
    meter.f64_counter("busy.time").with_unit("s").build().add(1.0, &[]);
    assert!(registry.encode_text().contains("# TYPE busy_time counter\nbusy_time 1\n"));
}

#[test]
fn a_second_provider_of_a_registry_is_refused() {
    let (registry, _) = exposed();
    assert!(MeterProvider::new(Policy::default()).attach(&registry).is_err());
}
