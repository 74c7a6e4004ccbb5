#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::sync::atomic::{AtomicU64, Ordering};

use super::{Collector, CollectorErrorCause as Cause, Families};
use crate::Format;
use crate::fixtures::{Declaration, Kind, definition};
use crate::metric::{Counter, Metric};
use crate::registry::Registry;

fn registry(collector: impl Collector) -> Registry {
    let registry = Registry::new();
    registry.attach("some", collector).expect("the first of its name");
    registry
}

fn written(registry: &Registry, format: Format) -> String {
    let mut out = Vec::new();
    registry.encode(format, &mut out).expect("nothing fails that is written to memory");
    String::from_utf8(out).expect("a text format")
}

fn exposed(collector: impl Collector) -> String {
    registry(collector).encode_text()
}

/// Why something was left out: causes and families.
fn causes(registry: &Registry) -> Vec<(Cause, String)> {
    registry.encode_text();
    registry.collector_errors().into_iter().map(|error| (error.cause, error.family)).collect()
}

fn everything(families: &mut Families) {
    families.counter("a_total", "A \"counter\".\nYes.").series(&[("z", "1"), ("b", "x\"\\\n")], 3_u64);
    families.gauge("b_seconds", "A gauge.").unit("seconds").series(&[], -1).series(&[("k", "v")], 0.5);
    families.histogram("c", "A histogram.").series(&[("k", "v")], &[(0.5, 1), (2.0, 3)], 4, 10.5);
    families.info("d_info", "An info.", &[("version", "1.2")]);
    families.summary("e", "A summary.").series(&[], &[(0.5, 1.5), (0.99, f64::NAN)], 2, 3.0);
    families.unknown("f", "Who knows.").series(&[], 7_usize);
    families.counter("g", "A counter without its suffix.").series(&[], 1_u8);
}

#[test]
fn every_type_is_written_as_text() {
    let expected = "\
# HELP a_total A \"counter\".\\nYes.
# TYPE a_total counter
a_total{b=\"x\\\"\\\\\\n\",z=\"1\"} 3
# HELP b_seconds A gauge.
# TYPE b_seconds gauge
b_seconds -1
b_seconds{k=\"v\"} 0.5
# HELP c A histogram.
# TYPE c histogram
c_bucket{k=\"v\",le=\"0.5\"} 1
c_bucket{k=\"v\",le=\"2.0\"} 3
c_bucket{k=\"v\",le=\"+Inf\"} 4
c_sum{k=\"v\"} 10.5
c_count{k=\"v\"} 4
# HELP d_info An info.
# TYPE d_info gauge
d_info{version=\"1.2\"} 1
# HELP e A summary.
# TYPE e summary
e{quantile=\"0.5\"} 1.5
e{quantile=\"0.99\"} NaN
e_sum 3
e_count 2
# HELP f Who knows.
# TYPE f untyped
f 7
# HELP g A counter without its suffix.
# TYPE g counter
g 1
";
    assert_eq!(registry(everything).encode_text(), expected);
}

#[test]
fn every_type_is_written_as_openmetrics() {
    let expected = "\
# TYPE a counter
# HELP a A \\\"counter\\\".\\nYes.
a_total{b=\"x\\\"\\\\\\n\",z=\"1\"} 3
# TYPE b_seconds gauge
# UNIT b_seconds seconds
# HELP b_seconds A gauge.
b_seconds -1
b_seconds{k=\"v\"} 0.5
# TYPE c histogram
# HELP c A histogram.
c_bucket{k=\"v\",le=\"0.5\"} 1
c_bucket{k=\"v\",le=\"2.0\"} 3
c_bucket{k=\"v\",le=\"+Inf\"} 4
c_sum{k=\"v\"} 10.5
c_count{k=\"v\"} 4
# TYPE d info
# HELP d An info.
d_info{version=\"1.2\"} 1
# TYPE e summary
# HELP e A summary.
e{quantile=\"0.5\"} 1.5
e{quantile=\"0.99\"} NaN
e_sum 3
e_count 2
# TYPE f unknown
# HELP f Who knows.
f 7
# TYPE g unknown
# HELP g A counter without its suffix.
g 1
# EOF
";
    assert_eq!(written(&registry(everything), Format::OpenMetrics), expected);
}

#[test]
fn families_of_one_name_are_one() {
    let text = exposed(|families: &mut Families| {
        families.gauge("a", "First.").series(&[("k", "2")], 2);
        families.gauge("b", "Between.").series(&[], 0);
        families.gauge("a", "Second.").series(&[("k", "1")], 1).series(&[("other", "x")], 3);
    });
    let expected = "# HELP a First.\n# TYPE a gauge\na{k=\"1\"} 1\na{k=\"2\"} 2\na{other=\"x\"} 3\n";
    assert_eq!(text.split("# HELP b").next(), Some(expected));
}

#[test]
fn what_no_exposition_can_have_is_left_out_and_the_rest_is_served() {
    let registry = registry(|families: &mut Families| {
        families.gauge("good", "Help.").series(&[], 1);
        for name in ["", "a b", "1a", "a{}", "ä", "a\n", "_a", &"é".repeat(1000)] {
            families.gauge(name, "Help.").series(&[], 1);
        }
        for label in ["", "a-b", "1a", "__name__", "_a", "a\"", "ä"] {
            families.gauge("labels", "Help.").series(&[(label, "v")], 1);
        }
        families.gauge("twice", "Help.").series(&[("k", "1"), ("k", "2")], 1);
        families.counter("counter", "Help.").series(&[], -1).series(&[("k", "nan")], f64::NAN);
        families.histogram("le", "Help.").series(&[("le", "1")], &[], 0, 0.0);
        families.summary("quantile", "Help.").series(&[("quantile", "1")], &[], 0, 0.0);
        for buckets in [&[(1.0, 2), (2.0, 1)][..], &[(2.0, 1), (1.0, 2)], &[(1.0, 1), (1.0, 1)], &[(f64::NAN, 1)]] {
            families.histogram("buckets", "Help.").series(&[], buckets, 3, 0.0);
        }
        families.histogram("above", "Help.").series(&[], &[(1.0, 4)], 3, 0.0);
        families.histogram("infinite", "Help.").series(&[], &[(f64::INFINITY, 4)], 3, 0.0);
        for quantiles in [&[(0.5, 1.0), (0.1, 1.0)][..], &[(1.5, 1.0)], &[(-0.5, 1.0)], &[(f64::NAN, 1.0)]] {
            families.summary("quantiles", "Help.").series(&[], quantiles, 3, 0.0);
        }
    });
    let causes = causes(&registry);
    let text = registry.encode_text();
    assert!(text.starts_with("# HELP good Help.\n# TYPE good gauge\ngood 1\n# HELP lowcard_collector_errors_total "));
    assert!(causes.iter().all(|(cause, _)| *cause == Cause::Invalid));
    let families: Vec<_> = causes.iter().map(|(_, family)| family.as_str()).skip(8).collect();
    let expected = ["above", "buckets", "counter", "infinite", "labels", "le", "quantile", "quantiles", "twice"];
    let mut sorted = families.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, expected);
    assert!(text.contains("lowcard_collector_errors_total{collector=\"some\",cause=\"invalid\"} 60\n"), "{text}");
}

#[test]
fn two_series_with_the_same_labels_are_one() {
    let registry = registry(|families: &mut Families| {
        families.gauge("a", "Help.").series(&[("x", "1"), ("y", "2")], 1).series(&[("y", "2"), ("x", "1")], 2);
        families.gauge("a", "Help.").series(&[("x", "1"), ("y", "2"), ("z", "")], 3);
    });
    assert_eq!(causes(&registry), [(Cause::Conflict, "a".to_owned())]);
    assert!(registry.encode_text().starts_with("# HELP a Help.\n# TYPE a gauge\na{x=\"1\",y=\"2\"} 1\n# HELP lowcard"));
    let errors = registry.collector_errors();
    let said: Vec<_> = errors.iter().map(ToString::to_string).collect();
    let expected = "collector `some`: `a` was left out, or a part of it: two of its series have the labels \
                    {x=\"1\",y=\"2\"}: only the first one is exposed";
    assert_eq!(said, [expected]);
}

static DECLARED: Declaration = Declaration::new(definition("app_declared_total", Kind::Counter), &[]);

#[test]
fn what_is_declared_comes_first() {
    let registry = registry(|families: &mut Families| {
        for name in ["app_declared_total", "app_declared", "app_declared_created", "lowcard_refused_families"] {
            families.gauge(name, "Help.").series(&[], 1);
        }
        families.summary("app", "Help.").series(&[], &[], 0, 0.0);
        families.gauge("app_sum", "Help.").series(&[], 1);
        families.counter("app", "Help.").series(&[], 1);
    });
    Counter::<(), u64>::bound(&registry, &DECLARED).expect("a fresh registry").inc();
    let causes = causes(&registry);
    assert!(causes.iter().all(|(cause, _)| *cause == Cause::Conflict));
    assert_eq!(causes.len(), 6, "{causes:?}");
    let text = registry.encode_text();
    assert!(
        text.contains("\napp_count 0\n# HELP app_declared_total Help.\n# TYPE app_declared_total counter\n"),
        "{text}"
    );
}

#[test]
fn collectors_share_families_and_the_first_one_wins() {
    let registry = registry(|families: &mut Families| {
        families.gauge("a", "Help.").series(&[("from", "some")], 1);
        families.gauge("b", "Help.").series(&[], 1);
    });
    let other = |families: &mut Families| {
        families.gauge("a", "Help.").series(&[("from", "other")], 2).series(&[("from", "some")], 2);
        families.counter("b", "Help.").series(&[], 2);
    };
    registry.attach("other", other).expect("another name");
    let again = registry.attach("other", other).expect_err("the same name");
    assert_eq!(
        again.to_string(),
        "a collector named `other` is attached already: give this one another name, or detach that one"
    );
    let expected = [(Cause::Conflict, "a".to_owned()), (Cause::Conflict, "b".to_owned())];
    assert_eq!(causes(&registry), expected);
    let text = registry.encode_text();
    assert!(text.contains("\na{from=\"other\"} 2\na{from=\"some\"} 1\n"), "{text}");
    assert!(text.contains("\nb 1\n"), "{text}");
    assert!(registry.detach("some") && !registry.detach("some"));
    let text = registry.encode_text();
    assert!(
        text.contains("\na{from=\"other\"} 2\na{from=\"some\"} 2\n# HELP b Help.\n# TYPE b counter\nb 2\n"),
        "{text}"
    );
}

#[test]
fn there_is_an_end_to_the_series() {
    struct Endless;
    impl Collector for Endless {
        fn collect(&self, families: &mut Families) {
            let mut ids = families.gauge("id", "Help.");
            for id in 0..1000 {
                ids.series(&[("id", &id.to_string())], id);
            }
            families.histogram("h", "Help.").series(&[], &[(1.0, 1)], 1, 1.0);
        }

        fn max_series(&self) -> usize {
            10
        }
    }
    let registry = registry(Endless);
    let expected = [(Cause::Overflow, "id".to_owned()), (Cause::Overflow, "h".to_owned())];
    assert_eq!(causes(&registry), expected);
    let text = registry.encode_text();
    assert_eq!(text.lines().filter(|line| line.starts_with("id{")).count(), 10);
    assert!(text.contains("{collector=\"some\",cause=\"overflow\"} 1982\n"), "{text}");
}

#[test]
fn a_panicking_collector_is_left_out() {
    let asked = AtomicU64::new(0);
    let registry = registry(move |families: &mut Families| {
        families.gauge("a", "Help.").series(&[], 1);
        assert!(asked.fetch_add(1, Ordering::Relaxed) != 0, "on purpose");
    });
    let fine = |families: &mut Families| {
        families.gauge("b", "Help.").series(&[], 1);
    };
    registry.attach("fine", fine).expect("another name");
    let text = registry.encode_text();
    assert!(!text.contains("\na ") && text.contains("\nb 1\n"), "{text}");
    assert!(text.contains("{collector=\"some\",cause=\"panic\"} 1\n"), "{text}");
    assert!(registry.encode_text().contains("\na 1\n"));
    assert_eq!(registry.collector_errors().len(), 1);
}

#[test]
fn a_registry_may_be_a_part_of_itself() {
    let registry = Registry::new();
    let itself = registry.clone();
    let outer = move |families: &mut Families| {
        families.gauge("bytes", "Help.").series(&[], itself.encode_text().len());
    };
    registry.attach("itself", outer).expect("a fresh registry");
    assert_eq!(registry.encode_text(), "# HELP bytes Help.\n# TYPE bytes gauge\nbytes 0\n");
}

#[test]
fn numbers_keep_all_their_digits() {
    let text = exposed(|families: &mut Families| {
        let gauges = &mut families.gauge("a", "Help.");
        gauges.series(&[("n", "1")], u64::MAX).series(&[("n", "2")], i64::MIN).series(&[("n", "3")], 1.7e300);
        gauges.series(&[("n", "4")], f64::INFINITY).series(&[("n", "5")], f64::NEG_INFINITY);
    });
    let values: Vec<_> = text.lines().filter_map(|line| line.split_once("\"} ")).map(|(_, value)| value).collect();
    assert_eq!(values, ["18446744073709551615", "-9223372036854775808", "1.7e+300", "+Inf", "-Inf"]);
}

#[test]
fn an_empty_collector_is_no_line() {
    assert_eq!(exposed(|_: &mut Families| {}), "");
    let without_series = |families: &mut Families| {
        families.gauge("a", "Help.");
    };
    assert_eq!(exposed(without_series), "");
}
