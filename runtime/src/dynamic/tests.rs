//! What the policy makes of whatever comes.
#![expect(clippy::expect_used, reason = "a store that is not attached fails the test")]

use std::sync::Barrier;
use std::thread;

use super::{Metrics, Policy, RefusalCause as Cause};
use crate::Registry;

/// A store with this policy, and the registry that exposes it.
fn store(policy: Policy) -> (Metrics, Registry) {
    let (metrics, registry) = (Metrics::new(policy), Registry::new());
    registry.attach("test", metrics.clone()).expect("a fresh registry");
    (metrics, registry)
}

/// The lines of samples, without those of what was refused.
fn samples(registry: &Registry) -> Vec<String> {
    assert_eq!(registry.collector_errors(), []);
    let text = registry.encode_text();
    let is_sample = |line: &&str| !line.starts_with('#') && !line.starts_with("lowcard_");
    text.lines().filter(is_sample).map(str::to_owned).collect()
}

/// What was refused, as metric, label and cause.
fn refused(metrics: &Metrics) -> Vec<(String, String, Cause)> {
    let refusals = metrics.refusals().into_iter();
    refusals.map(|refusal| (refusal.metric, refusal.label.unwrap_or_default(), refusal.cause)).collect()
}

fn refusal(metric: &str, label: &str, cause: Cause) -> (String, String, Cause) {
    (metric.to_owned(), label.to_owned(), cause)
}

#[test]
fn every_type_is_exposed_with_what_was_said_of_it() {
    let (metrics, registry) = store(Policy::default().buckets("*", &[1.0, 2.0]));
    metrics.describe("b.seconds", Some("seconds"), "How \"long\".");
    metrics.counter("a", &[("k", "v")]).add(u64::MAX);
    metrics.float_counter("b.seconds", &[]).add(0.5);
    metrics.gauge("c", &[]).set(-1.5);
    let histogram = metrics.histogram("d", &[]);
    histogram.observe(1.0);
    histogram.observe(f64::NAN);
    histogram.observe_many(1.5, 3);
    histogram.observe_many(9.0, 0);
    assert_eq!((histogram.get().count, histogram.get().sum.to_bits()), (4, 5.5_f64.to_bits()));
    metrics.describe("d", Some("bytes"), "Said afterwards.");
    metrics.describe("e", None, "Never used.");
    let expected = "\
# TYPE a counter
a{k=\"v\"} 18446744073709551615
# HELP b_seconds How \"long\".
# TYPE b_seconds counter
b_seconds 0.5
# TYPE c gauge
c -1.5
# HELP d Said afterwards.
# TYPE d histogram
d_bucket{le=\"1.0\"} 1
d_bucket{le=\"2.0\"} 4
d_bucket{le=\"+Inf\"} 4
d_sum 5.5
d_count 4
";
    assert_eq!(registry.encode_text(), expected);
}

#[test]
fn labels_are_the_same_in_any_order_and_an_empty_one_is_none() {
    let (metrics, registry) = store(Policy::default());
    metrics.counter("a_total", &[("x", "1"), ("y", "2")]).inc();
    metrics.counter("a_total", &[("y", "2"), ("z", ""), ("x", "1")]).inc();
    metrics.counter("a_total", &[("y", "1"), ("x", "2")]).inc();
    metrics.counter("a_total", &[]).inc();
    let expected = ["a_total 1", "a_total{x=\"1\",y=\"2\"} 2", "a_total{x=\"2\",y=\"1\"} 1"];
    assert_eq!(samples(&registry), expected);
    assert_eq!(metrics.refusals(), []);
}

#[test]
fn denied_labels_are_left_out_and_what_they_told_apart_is_added_up() {
    let policy = Policy::default().allow_label("session").deny_label("peer*").allow_label("peer_kind");
    let (metrics, registry) = store(policy);
    for n in 0..5_u32 {
        let id = n.to_string();
        let labels = [("user.id", &*id), ("peer_name", &id), ("peer_kind", "x"), ("session", "s")];
        metrics.counter("a_total", &labels).inc();
        metrics.gauge("b", &[("trace_id", &id)]).set(n.into());
    }
    assert_eq!(samples(&registry), ["a_total{peer_kind=\"x\",session=\"s\"} 5", "b 4"]);
    let expected = [("a_total", "user.id"), ("a_total", "peer_name"), ("b", "trace_id")];
    assert_eq!(refused(&metrics), expected.map(|(metric, label)| refusal(metric, label, Cause::LabelDenied)));
    let text = registry.encode_text();
    assert!(text.ends_with("{cause=\"label_denied\",collector=\"test\"} 15\n"), "{text}");
}

#[test]
fn denied_metrics_are_not_exposed() {
    let (metrics, registry) = store(Policy::default().deny_metric("*").allow_metric("http.*"));
    let denied = metrics.counter("hyper.requests", &[]);
    denied.inc();
    denied.set_at_least(7);
    metrics.counter("http_requests", &[]).inc();
    metrics.histogram("hyper_wait", &[]).observe_many(1.0, 3);
    metrics.gauge("hyper_level", &[]).add(1.0);
    assert_eq!(denied.get(), 0);
    assert_eq!(samples(&registry), ["http_requests 1"]);
    let expected = ["hyper.requests", "hyper_wait", "hyper_level"];
    assert_eq!(refused(&metrics), expected.map(|metric| refusal(metric, "", Cause::MetricDenied)));
}

#[test]
fn the_first_one_of_a_name_holds() {
    let (metrics, registry) = store(Policy::default());
    metrics.counter("a.b", &[]).inc();
    metrics.counter("a-b", &[]).inc();
    metrics.gauge("a.b", &[]).set(5.0);
    metrics.float_counter("a.b", &[]).add(0.5);
    metrics.gauge("a_b_total", &[]).set(5.0);
    metrics.histogram("h", &[]);
    metrics.counter("h_count", &[]).inc();
    metrics.counter("c", &[("k.a", "1"), ("k_a", "2"), ("k.a", "1")]).inc();
    metrics.counter("c", &[("k_a", "1")]).inc();
    let expected = ["a_b 1", "c{k_a=\"1\"} 2"];
    assert_eq!(samples(&registry).into_iter().filter(|line| !line.starts_with('h')).collect::<Vec<_>>(), expected);
    let metrics_refused = ["a-b", "a.b", "a_b_total", "h_count"];
    let expected = metrics_refused.iter().map(|metric| refusal(metric, "", Cause::Conflict));
    let expected = expected.chain(["k_a", "k.a"].iter().map(|label| refusal("c", label, Cause::Conflict)));
    assert_eq!(refused(&metrics), expected.collect::<Vec<_>>());
}

#[test]
fn values_beyond_the_cap_or_too_long_become_other() {
    let (metrics, registry) = store(Policy::default().max_values(2).max_value_length(3));
    for value in ["a", "long", "b", "c", "a", "other", "d"] {
        metrics.counter("n_total", &[("k", value), ("l", "x")]).inc();
    }
    let expected = ["n_total{k=\"a\",l=\"x\"} 2", "n_total{k=\"b\",l=\"x\"} 1", "n_total{k=\"other\",l=\"x\"} 4"];
    assert_eq!(samples(&registry), expected);
    assert_eq!(
        refused(&metrics),
        [refusal("n_total", "k", Cause::ValueTooLong), refusal("n_total", "k", Cause::MaxValues)]
    );
}

#[test]
fn label_sets_beyond_the_cap_share_one_series() {
    let (metrics, registry) = store(Policy::default().max_series(3));
    for value in ["a", "b", "c", "d", "a"] {
        metrics.counter("n_total", &[("k", value), ("l", "x")]).inc();
        metrics.gauge("one", &[("k", value)]).set(1.0);
    }
    metrics.counter("n_total", &[]).inc();
    metrics.counter("n_total", &[("m", "x")]).inc();
    let expected = [
        "n_total{k=\"a\",l=\"x\"} 2",
        "n_total{k=\"b\",l=\"x\"} 1",
        "n_total{k=\"other\",l=\"other\"} 4",
        "one{k=\"a\"} 1",
        "one{k=\"b\"} 1",
        "one{k=\"other\"} 1",
    ];
    assert_eq!(samples(&registry), expected);
    assert_eq!(refused(&metrics), ["n_total", "one"].map(|metric| refusal(metric, "", Cause::MaxSeries)));
}

#[test]
fn the_series_for_all_others_may_be_there_already() {
    let (metrics, registry) = store(Policy::default().max_series(2));
    for value in ["other", "a", "b"] {
        metrics.counter("n_total", &[("k", value)]).inc();
    }
    assert_eq!(samples(&registry), ["n_total{k=\"other\"} 3"]);
    let (metrics, registry) = store(Policy::default().max_series(0));
    metrics.counter("n_total", &[]).inc();
    metrics.counter("n_total", &[("k", "v")]).inc();
    assert_eq!(samples(&registry), ["n_total 2"]);
}

#[test]
fn families_and_labels_beyond_the_cap_are_left_out() {
    let (metrics, registry) = store(Policy::default().max_families(1));
    let names: Vec<String> = (0..20).map(|n| format!("k{n:02}")).collect();
    let labels: Vec<(&str, &str)> = names.iter().map(|name| (&**name, "v")).collect();
    metrics.counter("a_total", &labels).inc();
    metrics.counter("b_total", &[]).inc();
    metrics.describe("b_total", None, "No room.");
    let line = samples(&registry).concat();
    assert!(line.contains("k15=\"v\"} 1") && !line.contains("k16"), "{line}");
    let expected = names.iter().skip(16).map(|name| refusal("a_total", name, Cause::MaxLabels));
    let expected = expected.chain([refusal("b_total", "", Cause::MaxFamilies)]);
    assert_eq!(refused(&metrics), expected.collect::<Vec<_>>());
}

#[test]
fn what_is_refused_for_ever_is_never_kept() {
    let (metrics, registry) = store(Policy::default().max_families(3).max_series(3).max_values(3));
    let long = "x".repeat(10_000);
    for n in 0..1_000 {
        let (name, value) = (format!("m{n}_{long}"), format!("v{n}"));
        metrics.counter(&name, &[(&value, &long)]).inc();
        metrics.counter(&format!("m{n}"), &[(&value, &value), ("k", &value), ("j", &long)]).inc();
        metrics.counter("m0", &[(&value, &value), ("k", &value)]).inc();
        metrics.describe(&name, None, &long);
        metrics.describe(&value, Some(&long), &long);
    }
    assert!(samples(&registry).len() <= 9);
    assert_eq!(metrics.refusals().len(), 32);
    assert!(metrics.refusals().iter().all(|refusal| refusal.to_string().len() < 1_000));
    assert!(registry.encode_text().len() < 20_000);
}

#[test]
fn a_counter_reaches_at_least_what_somebody_else_has_counted() {
    let (metrics, registry) = store(Policy::default());
    let counter = metrics.counter("a_total", &[]);
    counter.add(5);
    counter.set_at_least(3);
    assert_eq!(counter.get(), 5);
    counter.set_at_least(10);
    counter.inc();
    counter.set_at_least(11);
    assert_eq!(counter.get(), 11);
    counter.set_at_least(4);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..1_000).for_each(|n| counter.set_at_least(n)));
        }
    });
    assert_eq!(samples(&registry), ["a_total 999"]);
}

#[test]
fn threads_that_meet_everything_at_once_keep_to_the_caps_and_lose_nothing() {
    const THREADS: u64 = 8;
    const KEYS: u64 = 300;
    let (metrics, registry) = store(Policy::default().max_families(5).max_series(40).max_values(30));
    let barrier = Barrier::new(8);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (metrics, barrier) = (&metrics, &barrier);
            scope.spawn(move || {
                barrier.wait();
                for n in 0..KEYS {
                    let key = (n + 37 * thread) % KEYS;
                    let (name, value) = (format!("m{}", key % 6), format!("v{}", key / 6));
                    let labels = [("k", &*value), ("user_id", &value), ("l", if key % 6 < 3 { "x" } else { "y" })];
                    metrics.counter(&format!("{name}_total"), &labels).inc();
                    metrics.counter("all_total", &labels).inc();
                    metrics.histogram("all_seconds", &labels).observe(0.5);
                    metrics.gauge("all", &labels).add(1.0);
                }
            });
        }
    });
    let lines = samples(&registry);
    let sum = |name: &str| -> f64 {
        let of_family = lines.iter().filter(|line| line.split(['{', ' ']).next() == Some(name));
        of_family.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum()
    };
    let all = f64::from(u32::try_from(THREADS * KEYS).unwrap_or(0));
    let families: Vec<_> = lines.iter().filter_map(|line| line.split(['{', ' ']).next()).collect();
    let counted: f64 = (0..6).map(|n| sum(&format!("m{n}_total"))).sum();
    for name in ["all_total", "all_seconds_count", "all"] {
        if families.contains(&name) {
            assert_eq!(sum(name).to_bits(), all.to_bits(), "{name}");
            assert_eq!(families.iter().filter(|family| **family == name).count(), 40, "{name}");
        }
    }
    let is_first = |name: &&str| !["_bucket", "_sum"].iter().any(|suffix| name.ends_with(suffix));
    let mut names: Vec<_> = families.into_iter().filter(is_first).collect();
    names.dedup();
    assert_eq!(names.len(), 5);
    assert!(counted <= all);
}

#[test]
fn what_the_policy_allows_is_never_cut() {
    let (metrics, registry) = store(Policy::default().max_families(2).max_series(20).buckets("*", &[1.0; 3]));
    for n in 0..30 {
        let value = n.to_string();
        metrics.histogram("a", &[("k", &value)]).observe(1.0);
        metrics.histogram("b", &[("k", &value)]).observe(1.0);
        metrics.histogram("c", &[("k", &value)]).observe(1.0);
    }
    assert_eq!(samples(&registry).len(), 2 * 20 * 4);
}

#[test]
fn two_stores_stand_beside_each_other() {
    let (one, registry) = store(Policy::default());
    let other = Metrics::new(Policy::default());
    registry.attach("other", other.clone()).expect("another name");
    one.counter("a_total", &[("user_id", "1"), ("from", "one")]).inc();
    other.counter("a_total", &[("user_id", "1"), ("from", "other")]).inc();
    assert_eq!(samples(&registry), ["a_total{from=\"one\"} 1", "a_total{from=\"other\"} 1"]);
    let text = registry.encode_text();
    assert!(text.contains("collector=\"other\"} 1\n") && text.contains("collector=\"test\"} 1\n"), "{text}");
}

#[test]
fn handles_outlive_the_store() {
    let (metrics, registry) = store(Policy::default());
    let (counter, histogram) = (metrics.counter("a_total", &[]), metrics.histogram("b", &[]));
    assert!(registry.detach("test"));
    drop(metrics);
    counter.inc();
    histogram.observe(1.0);
    assert_eq!((counter.get(), histogram.get().count), (1, 1));
}
