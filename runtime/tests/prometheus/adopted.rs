//! A registry of the prometheus crate in one of ours.

use std::collections::HashMap;

use lowcard::prometheus::Adopted;
use lowcard::{CollectorErrorCause as Cause, Counter, Metrics, Registry};
use prometheus::core::Collector;
use prometheus::proto::MetricType;
use prometheus::{HistogramOpts, HistogramVec, IntCounter, IntGauge, Opts};

use crate::told::{
    Told, adopting, causes, counter, family, gauge, histogram, labelled, samples, summary, telling, valid,
};

#[test]
fn every_type_is_exposed_with_its_help_and_labels() {
    let theirs = prometheus::Registry::new();
    let collectors: [Box<dyn Collector>; 4] = [
        Box::new(
            IntCounter::with_opts(Opts::new("a_total", "A \"counter\".\nYes.").const_label("z", "x\"\\\n"))
                .expect("valid"),
        ),
        Box::new(IntGauge::new("b_celsius", "A gauge.").expect("valid")),
        Box::new(
            HistogramVec::new(HistogramOpts::new("c_seconds", "A histogram.").buckets(vec![0.5, 2.0]), &["z", "a"])
                .expect("valid"),
        ),
        Told::new(
            "told",
            vec![
                family("d", MetricType::SUMMARY, vec![summary(&[("k", "v")], &[(0.5, 1.5), (0.99, f64::NAN)], 2, 3.0)]),
                family("e", MetricType::UNTYPED, vec![labelled(&[("k", "v")])]),
                family("f", MetricType::COUNTER, vec![counter(&[], 2.5)]),
            ],
        ),
    ];
    for collector in collectors {
        theirs.register(collector).expect("names of their own");
    }
    let seconds = prometheus::Histogram::with_opts(HistogramOpts::new("c_s", "Another.").buckets(vec![1.0]));
    theirs.register(Box::new(seconds.expect("valid"))).expect("a name of its own");
    let expected = "\
# HELP a_total A \"counter\".\\nYes.
# TYPE a_total counter
a_total{z=\"x\\\"\\\\\\n\"} 0
# HELP b_celsius A gauge.
# TYPE b_celsius gauge
b_celsius 0
# HELP c_s Another.
# TYPE c_s histogram
c_s_bucket{le=\"1.0\"} 0
c_s_bucket{le=\"+Inf\"} 0
c_s_sum 0
c_s_count 0
# HELP d Help.
# TYPE d summary
d{k=\"v\",quantile=\"0.5\"} 1.5
d{k=\"v\",quantile=\"0.99\"} NaN
d_sum{k=\"v\"} 3
d_count{k=\"v\"} 2
# HELP e Help.
# TYPE e untyped
e{k=\"v\"} 0
# HELP f Help.
# TYPE f counter
f 2.5
";
    assert_eq!(valid(&adopting(&theirs)), expected);
}

#[test]
fn several_collectors_make_one_family_whose_buckets_may_differ() {
    let theirs = prometheus::Registry::new();
    for (source, buckets) in [("disk", vec![0.5]), ("net", vec![0.1, 1.0])] {
        let options = HistogramOpts::new("io_seconds", "Help.").const_label("source", source).buckets(buckets);
        let seconds = prometheus::Histogram::with_opts(options).expect("valid");
        seconds.observe(0.25);
        theirs.register(Box::new(seconds)).expect("other labels");
    }
    let expected = [
        "io_seconds_bucket{source=\"disk\",le=\"0.5\"} 1",
        "io_seconds_bucket{source=\"disk\",le=\"+Inf\"} 1",
        "io_seconds_sum{source=\"disk\"} 0.25",
        "io_seconds_count{source=\"disk\"} 1",
        "io_seconds_bucket{source=\"net\",le=\"0.1\"} 0",
        "io_seconds_bucket{source=\"net\",le=\"1.0\"} 1",
        "io_seconds_bucket{source=\"net\",le=\"+Inf\"} 1",
        "io_seconds_sum{source=\"net\"} 0.25",
        "io_seconds_count{source=\"net\"} 1",
    ];
    assert_eq!(samples(&adopting(&theirs)), expected);
}

#[test]
fn a_family_without_metrics_and_a_registry_without_families_are_no_line() {
    assert_eq!(adopting(&prometheus::Registry::new()).encode_text(), "");
    assert_eq!(adopting(&telling(vec![family("a", MetricType::GAUGE, vec![])])).encode_text(), "");
}

#[test]
fn numbers_that_their_encoder_writes_badly_are_written_well() {
    let largest = u64::MAX;
    let registry = adopting(&telling(vec![
        family(
            "a",
            MetricType::GAUGE,
            vec![gauge(&[("n", "1")], f64::INFINITY), gauge(&[("n", "2")], f64::NEG_INFINITY)],
        ),
        family("b", MetricType::GAUGE, vec![gauge(&[("n", "1")], 1.7e300), gauge(&[("n", "2")], 5e-324)]),
        family("c", MetricType::HISTOGRAM, vec![histogram(&[], &[(1.0, largest - 1)], largest, f64::INFINITY)]),
        family("d", MetricType::SUMMARY, vec![summary(&[], &[], largest, 0.0)]),
    ]));
    let expected = [
        "a{n=\"1\"} +Inf",
        "a{n=\"2\"} -Inf",
        "b{n=\"1\"} 1.7e+300",
        "b{n=\"2\"} 5e-324",
        "c_bucket{le=\"1.0\"} 18446744073709551614",
        "c_bucket{le=\"+Inf\"} 18446744073709551615",
        "c_sum +Inf",
        "c_count 18446744073709551615",
        "d_sum 0",
        "d_count 18446744073709551615",
    ];
    assert_eq!(samples(&registry), expected);
}

#[test]
fn what_no_exposition_can_have_is_left_out_and_the_rest_is_served() {
    let wrong = |name: &str, metrics| family(name, MetricType::GAUGE, metrics);
    let families = vec![
        wrong("good", vec![gauge(&[], 1.0), gauge(&[("a-b", "1")], 1.0), gauge(&[("k", "1"), ("k", "2")], 1.0)]),
        wrong("bad name", vec![gauge(&[], 1.0)]),
        wrong("_reserved", vec![gauge(&[], 1.0)]),
        wrong("twice", vec![gauge(&[("a", "1"), ("b", "2")], 1.0), gauge(&[("b", "2"), ("a", "1")], 2.0)]),
        family("falls_total", MetricType::COUNTER, vec![counter(&[], -1.0), counter(&[("k", "v")], f64::NAN)]),
        family("le", MetricType::HISTOGRAM, vec![histogram(&[("le", "1")], &[], 0, 0.0)]),
        family("buckets", MetricType::HISTOGRAM, vec![histogram(&[], &[(1.0, 2), (2.0, 1)], 2, 0.0)]),
    ];
    let registry = adopting(&telling(families));
    assert_eq!(samples(&registry), ["good 1", "twice{a=\"1\",b=\"2\"} 1"]);
    let mut found = causes(&registry);
    found.sort_by(|(_, left), (_, right)| left.cmp(right));
    let expected = [
        (Cause::Invalid, "_reserved"),
        (Cause::Invalid, "bad name"),
        (Cause::Invalid, "buckets"),
        (Cause::Invalid, "falls_total"),
        (Cause::Invalid, "good"),
        (Cause::Invalid, "le"),
        (Cause::Conflict, "twice"),
    ];
    assert_eq!(found, expected.map(|(cause, family)| (cause, family.to_owned())));
}

#[test]
fn a_value_of_another_type_is_left_out() {
    let theirs = prometheus::Registry::new();
    for (name, families) in [
        ("one", family("a_total", MetricType::COUNTER, vec![counter(&[("from", "one")], 1.0), gauge(&[], 2.0)])),
        ("two", family("b", MetricType::GAUGE, vec![gauge(&[], 0.0), histogram(&[("k", "v")], &[(1.0, 1)], 1, 0.5)])),
        ("three", family("c", MetricType::SUMMARY, vec![counter(&[], 1.0)])),
    ] {
        theirs.register(Told::new(name, vec![families])).expect("names of their own");
    }
    let registry = adopting(&theirs);
    assert_eq!(samples(&registry), ["a_total{from=\"one\"} 1", "b 0"]);
    let found: Vec<_> = registry.collector_errors().iter().map(ToString::to_string).collect();
    let expected = "collector `prometheus`: `a_total` was left out, or a part of it: a collector says that it is a \
                    COUNTER, and gives a value of another type";
    assert_eq!((found.len(), found.first().map(String::as_str)), (3, Some(expected)));
}

#[test]
fn a_prefix_and_common_labels_are_kept_if_they_can_be() {
    let registry = |prefix: &str, label: &str| {
        let labels = HashMap::from([(label.to_owned(), "common".to_owned())]);
        let theirs = prometheus::Registry::new_custom(Some(prefix.to_owned()), Some(labels)).expect("a prefix");
        theirs
            .register(Told::new("told", vec![family("a", MetricType::GAUGE, vec![gauge(&[("k", "v")], 1.0)])]))
            .expect("new");
        adopting(&theirs)
    };
    assert_eq!(samples(&registry("shop", "dc")), ["shop_a{dc=\"common\",k=\"v\"} 1"]);
    for (prefix, label) in [("sh op", "dc"), ("shop", "k"), ("shop", "d-c")] {
        let registry = registry(prefix, label);
        assert_eq!(samples(&registry), [""; 0], "{prefix} {label}");
        assert!(matches!(causes(&registry)[..], [(Cause::Invalid, _)]), "{prefix} {label}");
    }
}

#[derive(Metrics)]
struct Declared {
    /// Orders placed.
    orders_total: Counter,
}

#[test]
fn what_is_declared_comes_first_and_the_other_is_reported() {
    let registry = adopting(&telling(vec![
        family("app_orders_total", MetricType::COUNTER, vec![counter(&[], 7.0)]),
        family("app_orders", MetricType::GAUGE, vec![gauge(&[], 7.0)]),
        family("app_other", MetricType::GAUGE, vec![gauge(&[], 7.0)]),
    ]));
    Declared::register(&registry).expect("nothing declared is in its way").orders_total.add(1);
    assert_eq!(samples(&registry), ["app_orders_total 1", "app_other 7"]);
    let expected = ["app_orders", "app_orders_total"].map(|family| (Cause::Conflict, family.to_owned()));
    assert_eq!(causes(&registry), expected);
}

#[test]
fn there_is_an_end_to_the_series() {
    let ids = (0..1_000_u32).map(|id| gauge(&[("id", &id.to_string())], 1.0)).collect();
    let theirs = telling(vec![family("ids", MetricType::GAUGE, ids)]);
    assert_eq!(samples(&adopting(&theirs)).len(), 1_000);

    let registry = Registry::new();
    registry.attach("prometheus", Adopted::new(theirs).max_series(10)).expect("the first of its name");
    assert_eq!(samples(&registry).len(), 10);
    assert_eq!(causes(&registry), [(Cause::Overflow, "ids".to_owned())]);
}

#[test]
fn as_many_series_as_a_process_may_have_are_served() {
    let ids = |count: u32| (0..count).map(|id| gauge(&[("id", &id.to_string())], 1.0)).collect();
    let registry = adopting(&telling(vec![family("ids", MetricType::GAUGE, ids(200_001))]));
    let text = registry.encode_text();
    assert_eq!(text.lines().filter(|line| line.starts_with("ids{")).count(), 200_000);
    assert!(text.contains("{collector=\"prometheus\",cause=\"overflow\"} 1\n"));
}

/// It is what that crate does before anybody can look; a newer one may do better.
#[test]
fn what_was_merged_before_is_served_as_it_is() {
    let theirs = prometheus::Registry::new();
    let pairs = prometheus::IntCounterVec::new(Opts::new("pairs_total", "Help."), &["a", "b"]).expect("valid");
    theirs.register(Box::new(pairs.clone())).expect("the first one");
    pairs.with_label_values(&["ab", "c"]).inc();
    pairs.with_label_values(&["a", "bc"]).inc();
    assert_eq!(samples(&adopting(&theirs)), ["pairs_total{a=\"ab\",b=\"c\"} 2"]);
}
