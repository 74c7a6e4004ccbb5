//! A registry of ours in one of the prometheus crate.

use lowcard::prometheus::Bridge;
use lowcard::testing::{Exposition, assert_exposition};
use lowcard::{Counter, Families, Gauge, Histogram, Info, LabelSet, Metrics, Registry};
use prometheus::TextEncoder;
use prometheus::proto::MetricType;

use crate::told::{Told, counter, family};

#[derive(Clone, Copy, LabelSet)]
struct Cached {
    cached: bool,
}

#[derive(LabelSet)]
#[labels(constant)]
struct Build {
    version: &'static str,
}

#[derive(Metrics)]
struct Everything {
    /// The program's build.
    build_info: Info<Build>,
    /// Calls.
    calls_total: Counter<Cached>,
    /// Time to answer a call.
    #[metric(buckets = [0.1, 1.0])]
    call_duration_seconds: Histogram<Cached>,
    /// How old the answer is.
    #[metric(from = || 42)]
    #[expect(dead_code, reason = "it is read by scrapes alone")]
    age_seconds: Gauge,
    /// Sizes, in buckets of both kinds.
    #[metric(buckets = [10.0], native)]
    size_bytes: Histogram,
    /// How warm it is.
    temperature_celsius: Gauge<(), f64>,
    /// Time to wait.
    #[metric(native)]
    wait_seconds: Histogram,
}

fn registry() -> (Registry, Everything) {
    let registry = Registry::new();
    let metrics = Everything::register(&registry).expect("a fresh registry");
    metrics.build_info.set(Build { version: "1 \"2\"\\\n3" });
    metrics.calls_total.with(Cached { cached: true }).add_with_exemplar(3, [("trace_id", "abc")]);
    for value in [0.05, 0.5, 7.0] {
        metrics.call_duration_seconds.with(Cached { cached: false }).observe(value);
    }
    metrics.size_bytes.observe(20.0);
    metrics.temperature_celsius.set(-1.5);
    metrics.wait_seconds.observe(0.25);
    (registry, metrics)
}

fn gathered(theirs: &prometheus::Registry) -> String {
    TextEncoder::new().encode_to_string(&theirs.gather()).expect("it can be encoded")
}

fn bridged(registry: &Registry) -> prometheus::Registry {
    let theirs = prometheus::Registry::new();
    theirs.register(Box::new(Bridge::new(registry.clone()))).expect("nothing in its way");
    theirs
}

#[test]
fn every_kind_is_what_our_own_text_says() {
    let (registry, _metrics) = registry();
    let theirs = Exposition::from_text(gathered(&bridged(&registry))).expect("valid");
    assert_exposition!(
        gathered(&bridged(&registry)),
        r#"
        # HELP app_age_seconds How old the answer is.
        # TYPE app_age_seconds gauge
        app_age_seconds 42
        # TYPE app_build_info gauge
        app_build_info{version="1 \"2\"\\\n3"} 1
        # TYPE app_call_duration_seconds histogram
        app_call_duration_seconds_bucket{cached="false",le="0.1"} 1
        app_call_duration_seconds_bucket{cached="false",le="1"} 2
        app_call_duration_seconds_bucket{cached="false",le="+Inf"} 3
        app_call_duration_seconds_sum{cached="false"} 7.55
        app_call_duration_seconds_count{cached="false"} 3
        app_call_duration_seconds_bucket{cached="true",le="0.1"} 0
        app_call_duration_seconds_bucket{cached="true",le="1"} 0
        app_call_duration_seconds_bucket{cached="true",le="+Inf"} 0
        app_call_duration_seconds_sum{cached="true"} 0
        app_call_duration_seconds_count{cached="true"} 0
        # TYPE app_calls_total counter
        app_calls_total{cached="false"} 0
        app_calls_total{cached="true"} 3
        # TYPE app_size_bytes histogram
        app_size_bytes_bucket{le="10"} 0
        app_size_bytes_bucket{le="+Inf"} 1
        app_size_bytes_sum 20
        app_size_bytes_count 1
        # TYPE app_temperature_celsius gauge
        app_temperature_celsius -1.5
        # TYPE app_wait_seconds histogram
        app_wait_seconds_bucket{le="+Inf"} 1
        app_wait_seconds_sum 0.25
        app_wait_seconds_count 1
        "#
    );
    let ours = Exposition::from_text(registry.encode_text()).expect("valid");
    let names =
        |exposition: &Exposition| exposition.families().iter().map(|family| family.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&theirs), names(&ours));
}

#[test]
fn what_collectors_say_crosses_and_unknown_numbers_are_gauges() {
    let registry = Registry::new();
    let collector = |families: &mut Families| {
        families.unknown("who", "Knows.").series(&[("k", "v")], 1);
        families.summary("size", "Sizes.").series(&[], &[(0.5, 2.0)], 3, 6.0);
        families.gauge("nothing", "Without series.");
    };
    registry.attach("some", collector).expect("the first of its name");
    let expected = "\
# HELP size Sizes.
# TYPE size summary
size{quantile=\"0.5\"} 2
size_sum 6
size_count 3
# HELP who Knows.
# TYPE who gauge
who{k=\"v\"} 1
";
    assert_eq!(gathered(&bridged(&registry)), expected);
}

#[test]
fn metrics_that_come_later_are_served_and_those_of_theirs_stay() {
    let registry = Registry::new();
    let theirs = bridged(&registry);
    theirs
        .register(Told::new("told", vec![family("a_total", MetricType::COUNTER, vec![counter(&[], 1.0)])]))
        .expect("new");
    assert_eq!(gathered(&theirs), "# HELP a_total Help.\n# TYPE a_total counter\na_total 1\n");
    Everything::register(&registry).expect("a fresh registry").calls_total.with(Cached { cached: true }).inc();
    let text = gathered(&theirs);
    assert!(text.contains("\na_total 1\n") && text.contains("\napp_calls_total{cached=\"true\"} 1\n"), "{text}");
}

#[test]
fn a_name_that_both_have_is_refused_whoever_comes_first() {
    let calls = || {
        let options = prometheus::Opts::new("app_calls_total", "Calls.");
        Box::new(prometheus::IntCounterVec::new(options, &["cached"]).expect("valid"))
    };
    let (registry, _metrics) = registry();
    assert!(bridged(&registry).register(calls()).is_err());
    let theirs = prometheus::Registry::new();
    theirs.register(calls()).expect("a fresh registry");
    assert!(theirs.register(Box::new(Bridge::new(registry))).is_err());
}

#[test]
fn there_is_one_bridge_for_each_registry_and_it_can_be_taken_away() {
    let (first, second) = (Registry::new(), Registry::new());
    let theirs = bridged(&first);
    assert!(theirs.register(Box::new(Bridge::new(first.clone()))).is_err());
    theirs.register(Box::new(Bridge::new(second))).expect("another registry");

    let bridge = Bridge::new(first.clone());
    Everything::register(&first).expect("a fresh registry");
    assert!(gathered(&theirs).contains("\napp_calls_total{cached=\"false\"} 0\n"));
    theirs.unregister(Box::new(bridge)).expect("made before there were metrics, as the one that is registered");
    assert_eq!(gathered(&theirs), "");
}
