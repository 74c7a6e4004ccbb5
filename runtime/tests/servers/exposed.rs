//! Metrics of every kind, served on a port of their own.

use std::collections::BTreeMap;

use lowcard::{Counter, Endpoint, Families, Format, Gauge, Histogram, Info, LabelSet, Metrics, Registry, Server};
use lowcard_servers::Sample;

#[derive(Clone, Copy, LabelSet)]
pub(crate) struct Cached {
    cached: bool,
}

#[derive(LabelSet)]
#[labels(constant)]
pub(crate) struct Build {
    version: &'static str,
}

#[derive(Metrics)]
pub(crate) struct Everything {
    /// The program's build.
    build_info: Info<Build>,
    /// Time spent, in seconds.
    busy_seconds_total: Counter<Cached, f64>,
    /// Calls.
    calls_total: Counter<Cached>,
    /// Time to answer a call.
    #[metric(buckets = [0.1, 1.0, 1e6])]
    call_duration_seconds: Histogram<Cached>,
    /// Levels above and below.
    #[metric(buckets = [-1.0, 1.0])]
    level_meters: Histogram,
    /// Sizes, in buckets of both kinds.
    #[metric(buckets = [10.0, 1000.0], native)]
    size_bytes: Histogram,
    /// How warm it is.
    temperature_celsius: Gauge<(), f64>,
    /// Time to wait.
    #[metric(native(schema = 1))]
    wait_seconds: Histogram,
    /// Nothing is ever observed here.
    #[metric(native)]
    #[expect(dead_code, reason = "it is there to be empty")]
    untouched_seconds: Histogram,
}

pub(crate) const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// What only a collector brings: a metric of each type that cannot be declared, and some of the others.
fn collect(families: &mut Families) {
    families
        .counter("app_pool_wait_seconds_total", "Time waited for a \"connection\",\nin seconds.")
        .unit("seconds")
        .series(&[("pool", "first \\ \"last\"\n")], 1.5)
        .series(&[], 7_u64);
    families.gauge("app_pool_connections", "Connections.").series(&[("state", "idle"), ("pool", "a")], -3);
    families.histogram("app_pool_hold_seconds", "Time held.").unit("seconds").series(
        &[("pool", "a")],
        &[(0.5, 1), (2.0, 3)],
        4,
        10.5,
    );
    families.info("app_pool_info", "The pool.", &[("driver", "postgres")]);
    families
        .summary("app_query_duration_seconds", "Time of a query.")
        .series(&[("pool", "a")], &[(0.5, 0.25), (0.99, 2.0)], 3, 2.5)
        .series(&[("pool", "b")], &[], 0, 0.0);
    families.unknown("app_who_knows", "Who knows.").series(&[], 0.25);
}

/// A registry with all of it.
pub(crate) fn registry() -> Registry {
    let registry = Registry::new();
    registry.attach("pool", collect).expect("a fresh registry");
    let metrics = Everything::register(&registry).expect("a fresh registry");
    let [miss, hit] = [false, true].map(|cached| Cached { cached });
    metrics.build_info.set(Build { version: "1.2.3" });
    metrics.busy_seconds_total.with(hit).add(0.5);
    metrics.calls_total.with(hit).add_with_exemplar(3, [("trace_id", TRACE)]);
    metrics.calls_total.with(miss).add(1 << 52);
    for value in [0.05, 0.5, 7.0] {
        metrics.call_duration_seconds.with(miss).observe_with_exemplar(value, [("trace_id", TRACE)]);
    }
    for value in [-2.0, 0.5, 7.0] {
        metrics.level_meters.observe(value);
    }
    for value in [1.0, 10.0, 500.0, 1e9] {
        metrics.size_bytes.observe(value);
    }
    metrics.temperature_celsius.set(-1.5);
    for value in [0.0, 0.25, 0.25, 4.0, -4.0] {
        metrics.wait_seconds.observe_with_exemplar(value, [("trace_id", TRACE)]);
    }
    registry
}

/// The registry at `/metrics` of a free port.
pub(crate) fn serve(registry: &Registry) -> Server {
    Endpoint::new(registry.clone()).serve("127.0.0.1:0").expect("a free port")
}

pub(crate) fn encoded(registry: &Registry, format: Format) -> Vec<u8> {
    let mut encoded = Vec::new();
    registry.encode(format, &mut encoded).expect("a vector takes everything");
    encoded
}

pub(crate) fn openmetrics(registry: &Registry) -> String {
    String::from_utf8(encoded(registry, Format::OpenMetrics)).expect("UTF-8")
}

/// The values by name and labels; what the endpoint says of itself changes with every scrape, and is left out.
pub(crate) fn values(samples: &[Sample]) -> BTreeMap<(String, BTreeMap<String, String>), u64> {
    let of_app = samples.iter().filter(|sample| sample.name.starts_with("app_"));
    of_app.map(|sample| ((sample.name.clone(), sample.labels.clone()), sample.value.to_bits())).collect()
}
