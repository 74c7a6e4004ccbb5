//! The same metrics in each format.
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use lowcard::{Counter, Format, Gauge, Histogram, Info, LabelSet, Metrics, Registry};

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
    /// The "program's" build, \n and more.
    build_info: Info<Build>,
    /// Time spent, in seconds.
    busy_seconds_total: Counter<Cached, f64>,
    /// Calls.
    calls_total: Counter,
    /// Jobs that were run, under the name that they always had.
    #[metric(allow("name/counter-total", reason = "a public name"))]
    jobs: Counter,
    /// Levels above and below.
    #[metric(buckets = [-1.0, 1.0], unit = "meters")]
    level_meters: Histogram,
    /// Sizes.
    #[metric(buckets = [10.0, 1e6], native)]
    size_bytes: Histogram<Cached>,
    /// How warm it is.
    temperature_celsius: Gauge<(), f64>,
    /// Time to wait.
    #[metric(native)]
    wait_seconds: Histogram,
    /// Workers, under a name that says they were counted.
    #[metric(allow("name/counter-total", reason = "a public name"))]
    workers_total: Gauge,
}

fn everything() -> (Registry, Everything) {
    let registry = Registry::new();
    let metrics = Everything::register(&registry).expect("a fresh registry");
    metrics.build_info.set(Build { version: "1.2\n3" });
    metrics.busy_seconds_total.with(Cached { cached: true }).add(0.5);
    metrics.calls_total.add(1 << 60);
    metrics.jobs.inc();
    for value in [-2.0, 0.5, 7.0] {
        metrics.level_meters.observe(value);
    }
    for value in [1.0, 10.0, 1e9] {
        metrics.size_bytes.with(Cached { cached: false }).observe(value);
    }
    metrics.temperature_celsius.set(-1.5);
    metrics.wait_seconds.observe(0.25);
    metrics.workers_total.set(3);
    (registry, metrics)
}

fn encoded(registry: &Registry, format: Format) -> Vec<u8> {
    let mut encoded = Vec::new();
    registry.encode(format, &mut encoded).expect("a vector takes everything");
    encoded
}

fn openmetrics(registry: &Registry) -> String {
    String::from_utf8(encoded(registry, Format::OpenMetrics)).expect("UTF-8")
}

#[test]
fn openmetrics_tells_types_and_units_and_ends() {
    let expected = r#"# TYPE app_build info
# HELP app_build The \"program's\" build, \\n and more.
app_build_info{version="1.2\n3"} 1
# TYPE app_busy_seconds counter
# UNIT app_busy_seconds seconds
# HELP app_busy_seconds Time spent, in seconds.
app_busy_seconds_total{cached="false"} 0
app_busy_seconds_total{cached="true"} 0.5
# TYPE app_calls counter
# HELP app_calls Calls.
app_calls_total 1152921504606846976
# TYPE app_jobs unknown
# HELP app_jobs Jobs that were run, under the name that they always had.
app_jobs 1
# TYPE app_level_meters histogram
# UNIT app_level_meters meters
# HELP app_level_meters Levels above and below.
app_level_meters_bucket{le="-1.0"} 1
app_level_meters_bucket{le="1.0"} 2
app_level_meters_bucket{le="+Inf"} 3
# TYPE app_size_bytes histogram
# UNIT app_size_bytes bytes
# HELP app_size_bytes Sizes.
app_size_bytes_bucket{cached="false",le="10.0"} 2
app_size_bytes_bucket{cached="false",le="1e+06"} 2
app_size_bytes_bucket{cached="false",le="+Inf"} 3
app_size_bytes_sum{cached="false"} 1.000000011e+09
app_size_bytes_count{cached="false"} 3
app_size_bytes_bucket{cached="true",le="10.0"} 0
app_size_bytes_bucket{cached="true",le="1e+06"} 0
app_size_bytes_bucket{cached="true",le="+Inf"} 0
app_size_bytes_sum{cached="true"} 0
app_size_bytes_count{cached="true"} 0
# TYPE app_temperature_celsius gauge
# UNIT app_temperature_celsius celsius
# HELP app_temperature_celsius How warm it is.
app_temperature_celsius -1.5
# TYPE app_wait_seconds histogram
# UNIT app_wait_seconds seconds
# HELP app_wait_seconds Time to wait.
app_wait_seconds_bucket{le="+Inf"} 1
app_wait_seconds_sum 0.25
app_wait_seconds_count 1
# TYPE app_workers_total gauge
# HELP app_workers_total Workers, under a name that says they were counted.
app_workers_total 3
# EOF
"#;
    assert_eq!(openmetrics(&everything().0), expected);
}

#[test]
fn an_empty_registry_is_a_valid_exposition() {
    let registry = Registry::new();
    assert_eq!(openmetrics(&registry), "# EOF\n");
    assert_eq!(encoded(&registry, Format::Text), b"");
    assert_eq!(encoded(&registry, Format::Protobuf), b"");
}

#[test]
fn exemplars_are_where_the_format_has_them() {
    let (registry, metrics) = everything();
    metrics.calls_total.add_with_exemplar(2, [("trace_id", "abc\"\\\n")]);
    metrics.jobs.inc_with_exemplar([("trace_id", "of a type that has none")]);
    let sizes = metrics.size_bytes.with(Cached { cached: true });
    sizes.observe_with_exemplar(2e6, [("trace_id", "large")]);
    sizes.observe_with_exemplar(3e6, [("trace_id", "a moment later")]);
    sizes.observe_with_exemplar(2.0, [("trace_id", "small"), ("span_id", "1")]);
    metrics.wait_seconds.observe_with_exemplar(0.5, [("trace_id", "native")]);

    let text = openmetrics(&registry);
    let exemplars: Vec<_> = text.lines().filter(|line| line.contains(" # {")).collect();
    let expected = [
        "app_calls_total 1152921504606846978 # {trace_id=\"abc\\\"\\\\\\n\"} 2 ",
        "app_size_bytes_bucket{cached=\"true\",le=\"10.0\"} 1 # {trace_id=\"small\",span_id=\"1\"} 2 ",
        "app_size_bytes_bucket{cached=\"true\",le=\"+Inf\"} 3 # {trace_id=\"large\"} 2e+06 ",
        "app_wait_seconds_bucket{le=\"+Inf\"} 2 # {trace_id=\"native\"} 0.5 ",
    ];
    assert_eq!(exemplars.len(), expected.len(), "{exemplars:#?}");
    for (found, expected) in exemplars.iter().zip(expected) {
        let timestamp = found.strip_prefix(expected).unwrap_or_else(|| panic!("{found} instead of {expected}"));
        assert!(timestamp.parse::<f64>().is_ok_and(|seconds| seconds > 1.7e9), "{timestamp}");
    }
    assert!(!registry.encode_text().contains("trace_id"));
}

#[test]
fn exemplars_that_may_not_be_shown_are_counted_and_their_updates_too() {
    let (registry, metrics) = everything();
    metrics.wait_seconds.observe_with_exemplar(0.5, [("trace_id", &*"x".repeat(121))]);
    let text = openmetrics(&registry);
    assert!(text.contains("\napp_wait_seconds_count 2\n"), "{text}");
    assert!(text.contains("\nlowcard_exemplars_refused_total{metric=\"app_wait_seconds\"} 1\n"), "{text}");
    assert!(!text.contains(" # {"), "{text}");
}
