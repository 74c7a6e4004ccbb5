//! What registries admit and what a scrape of one says.

#![expect(clippy::expect_used, reason = "a metric that is refused here fails the test")]

use std::io;

use lowcard_schema::{Label, Native, Number};

use super::{Difference, Format, RegisterError, Registry};
use crate::declaration::Source;
use crate::fixtures::{Call, Declaration, Definition, Kind, capped, definition, labelled, site};
use crate::label::{LabelSet, Method};
use crate::metric::{Counter, Gauge, Histogram, Metric};

static JOBS: Declaration = Declaration::new(definition("shop_jobs_total", Kind::Counter), &[]);

/// The same name, in another package.
const fn jobs_again() -> Definition {
    Definition { site: site("shop-jobs", "0.2.0", "src/b.rs", 9), ..definition("shop_jobs_total", Kind::Counter) }
}

fn counter(registry: &Registry, declaration: &'static Declaration) -> Counter {
    Counter::bound(registry, declaration).expect("nothing in its way")
}

#[test]
fn an_empty_registry_writes_nothing() {
    let mut written = Vec::new();
    Registry::new().encode(Format::Text, &mut written).expect("a Vec takes everything");
    assert_eq!(written, b"");
}

#[test]
fn families_come_by_name_and_series_by_their_labels_text() {
    static CALLS: Declaration = Declaration::new(labelled::<Call>("app_calls", Kind::Gauge), Call::COLUMNS);
    let registry = Registry::new();
    counter(&registry, &JOBS).add(u64::MAX);
    let calls = Gauge::<Call>::bound(&registry, &CALLS).expect("nothing in its way");
    for method in [Method::Put, Method::Delete] {
        for cached in [true, false] {
            calls.with(Call { method, cached }).set(-3);
        }
    }
    let text = registry.encode_text();
    let series = text.lines().filter(|line| line.contains("DELETE") || line.contains("PUT"));
    let expected = [
        r#"app_calls{method="DELETE",cached="false"} -3"#,
        r#"app_calls{method="DELETE",cached="true"} -3"#,
        r#"app_calls{method="PUT",cached="false"} -3"#,
        r#"app_calls{method="PUT",cached="true"} -3"#,
    ];
    assert_eq!(series.collect::<Vec<_>>(), expected);
    assert!(text.starts_with("# HELP app_calls Help.\n# TYPE app_calls gauge\n"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("app_calls{")).count(), 20);
    assert!(text.ends_with("\nshop_jobs_total 18446744073709551615\n"), "{text}");
}

#[test]
fn hostile_text_is_escaped() {
    static HOSTILE: Declaration = Declaration::new(
        Definition { help: "A \"b\"\\\n🦀", ..labelled::<Payload>("app_payloads_total", Kind::Counter) },
        Payload::COLUMNS,
    );
    capped!(Payload, "payload", 10);
    let registry = Registry::new();
    let payloads = Counter::<Payload>::bound(&registry, &HOSTILE).expect("nothing in its way");
    let long = "x".repeat(10_000);
    for payload in ["\"\\\n", "🦀", &long] {
        payloads.with(Payload::from(payload)).inc();
    }
    let expected = format!(
        "# HELP app_payloads_total A \"b\"\\\\\\n🦀\n\
         # TYPE app_payloads_total counter\n\
         app_payloads_total{{payload=\"\\\"\\\\\\n\"}} 1\n\
         app_payloads_total{{payload=\"{long}\"}} 1\n\
         app_payloads_total{{payload=\"🦀\"}} 1\n\
         # HELP lowcard_label_overflow_total Label values that found no room under the cap of their label.\n\
         # TYPE lowcard_label_overflow_total counter\n\
         lowcard_label_overflow_total{{label=\"payload\"}} 0\n"
    );
    assert_eq!(registry.encode_text(), expected);
}

#[test]
fn one_declaration_is_one_family() {
    let registry = Registry::new();
    let (first, second) = (counter(&registry, &JOBS), counter(&registry.clone(), &JOBS));
    first.inc();
    second.inc();
    assert_eq!(first.get(), 2);
    assert_eq!(counter(&Registry::new(), &JOBS).get(), 0);
    assert_eq!(format!("{registry:?}"), r#"Registry{"shop_jobs_total"}"#);
}

#[test]
fn a_second_declaration_of_the_same_metric_is_refused() {
    static AGAIN: Declaration = Declaration::new(jobs_again(), &[]);
    let registry = Registry::new();
    counter(&registry, &JOBS).inc();
    let error = Counter::<(), u64>::bound(&registry, &AGAIN).expect_err("the name is taken");
    assert!(matches!(error, RegisterError::Duplicate { .. }));
    let expected = "`shop_jobs_total` is declared twice [metric/duplicate]\n  \
                    first: src/a.rs:3:12 (shop 0.1.0)\n  \
                    again: src/b.rs:9:12 (shop-jobs 0.2.0)\n  \
                    help: declare it once, and use that from both places; if a package is linked in two versions, \
                    `cargo tree --duplicates` shows why";
    assert_eq!(error.to_string(), expected);
    assert!(registry.encode_text().ends_with("\nshop_jobs_total 1\n"));
}

#[test]
fn another_metric_of_the_same_name_is_refused_with_what_differs() {
    static AGAIN: Declaration =
        Declaration::new(Definition { labels: Call::LABELS, help: "Other.", ..jobs_again() }, Call::COLUMNS);
    let registry = Registry::new();
    counter(&registry, &JOBS);
    let error = Counter::<Call>::bound(&registry, &AGAIN).expect_err("the name is taken");
    let expected = "`shop_jobs_total` is declared twice, with different labels and help [metric/conflict]\n  \
                    first: src/a.rs:3:12 (shop 0.1.0)\n  \
                    again: src/b.rs:9:12 (shop-jobs 0.2.0)\n  \
                    help: give one of them another name, or make them one declaration";
    assert_eq!(error.to_string(), expected);
    let RegisterError::Conflict { differences, .. } = error else { panic!("{error:?}") };
    assert_eq!(differences, [Difference::Labels, Difference::Help]);
}

#[test]
fn every_difference_is_named() {
    static AGAIN: Declaration = Declaration::new(
        Definition {
            kind: Kind::Histogram,
            number: Number::F64,
            unit: Some("seconds"),
            labels: &[Label { name: "cached", domain: lowcard_schema::Domain::Constant }],
            buckets: &[1.0],
            max_series: Some(10),
            help: "Other.",
            ..jobs_again()
        },
        &[],
    );
    let registry = Registry::new();
    counter(&registry, &JOBS);
    let error = Histogram::<()>::bound(&registry, &AGAIN).expect_err("the name is taken").to_string();
    assert!(error.contains("different type, number, unit, labels, buckets, max_series and help [metric/"), "{error}");
}

#[test]
fn being_native_is_a_difference_of_the_buckets() {
    static CLASSIC: Declaration = Declaration::new(definition("shop_latency_seconds", Kind::Histogram), &[]);
    static NATIVE: Declaration = Declaration::new(
        Definition { native: Some(Native::DEFAULT), ..definition("shop_latency_seconds", Kind::Histogram) },
        &[],
    );
    let registry = Registry::new();
    assert!(Histogram::<()>::bound(&registry, &CLASSIC).is_ok());
    let error = Histogram::<()>::bound(&registry, &NATIVE).expect_err("the name is taken").to_string();
    assert!(error.contains("declared twice, with different buckets [metric/conflict]"), "{error}");
}

#[test]
fn metrics_whose_samples_would_share_a_name_are_refused() {
    static FAMILY: Declaration = Declaration::new(definition("shop_jobs", Kind::Gauge), &[]);
    static OWN: Declaration = Declaration::new(definition("lowcard_refused_families", Kind::Gauge), &[]);
    let registry = Registry::new();
    counter(&registry, &JOBS);
    let error = Gauge::<(), i64>::bound(&registry, &FAMILY).expect_err("the counter's family has that name");
    let first =
        "`shop_jobs` can't be exposed beside `shop_jobs_total`: both use the name `shop_jobs` [metric/conflict]";
    assert_eq!(error.to_string().lines().next(), Some(first));
    assert_eq!(error.first().name, "shop_jobs_total");
    Gauge::<(), i64>::bound(&registry, &OWN).expect_err("the registry's own name");
}

#[test]
fn a_static_that_is_refused_counts_on_unseen_and_is_named_once() {
    static FIRST: Declaration = Declaration::new(definition("refused_static_total", Kind::Counter), &[]);
    static AGAIN: Declaration = Declaration::new(definition("refused_static_total", Kind::Counter), &[]);
    static FIRST_COUNTER: Counter = Counter::declared(&FIRST);
    static AGAIN_COUNTER: Counter = Counter::declared(&AGAIN);
    FIRST_COUNTER.add(5);
    AGAIN_COUNTER.add(7);
    assert_eq!(AGAIN_COUNTER.clone().get(), 7);
    Counter::<(), u64>::declared(&AGAIN).add(1); // another handle of the same declaration
    let registry = Registry::global();
    assert!(registry.encode_text().contains("\nrefused_static_total 5\n"));
    assert!(registry.encode_text().contains("\nlowcard_refused_families 1\n"));
    assert_eq!(registry.refused().len(), 1);
}

#[test]
fn functions_are_read_at_each_scrape_and_a_panicking_one_is_left_out() {
    static IDLE: Declaration = Declaration::new(definition("app_idle", Kind::Gauge), &[]).read_from(Source::I64(|| -2));
    static BROKEN: Declaration =
        Declaration::new(definition("app_broken", Kind::Gauge), &[]).read_from(Source::F64(|| panic!("no")));
    let registry = Registry::new();
    Gauge::<(), i64>::bound(&registry, &BROKEN).expect("nothing in its way");
    Gauge::<(), i64>::bound(&registry, &IDLE).expect("nothing in its way").set(9);
    let text = registry.encode_text();
    assert!(
        text.starts_with("# HELP app_idle Help.\n# TYPE app_idle gauge\napp_idle -2\n# HELP lowcard_collector_errors")
    );
    assert!(text.contains("{collector=\"app_broken\",cause=\"panic\"} 1\n"), "{text}");
}

#[test]
fn closed_series_start_at_zero_and_others_with_their_first_update() {
    static ROUTES: Declaration = Declaration::new(labelled::<Route>("app_routes_total", Kind::Counter), Route::COLUMNS);
    capped!(Route, "route", 3);
    let registry = Registry::new();
    counter(&registry, &JOBS);
    let routes = Counter::<Route>::bound(&registry, &ROUTES).expect("nothing in its way");
    routes.with(Route::from("/untouched"));
    assert!(registry.encode_text().ends_with("\nshop_jobs_total 0\n"));
    assert!(!registry.encode_text().contains("app_routes_total"));
    routes.with(Route::from("/touched")).add(0);
    assert!(registry.encode_text().contains("\napp_routes_total{route=\"/touched\"} 0\n"));
}

#[test]
fn labels_that_ran_out_of_room_are_summed_once_for_each_type() {
    static FIRST: Declaration = Declaration::new(labelled::<One>("app_first_total", Kind::Counter), One::COLUMNS);
    static SECOND: Declaration = Declaration::new(labelled::<One>("app_second_total", Kind::Counter), One::COLUMNS);
    static THIRD: Declaration = Declaration::new(labelled::<Two>("app_third_total", Kind::Counter), Two::COLUMNS);
    capped!(One, "route", 1);
    capped!(Two, "route", 2);
    let registry = Registry::new();
    let first = Counter::<One>::bound(&registry, &FIRST).expect("nothing in its way");
    Counter::<One>::bound(&registry, &SECOND).expect("nothing in its way");
    Counter::<Two>::bound(&registry, &THIRD).expect("nothing in its way");
    for route in ["a", "b", "c"] {
        first.with(One::from(route)).inc();
        let _third = Two::from(route);
    }
    let text = registry.encode_text();
    assert!(text.contains("\napp_first_total{route=\"a\"} 1\napp_first_total{route=\"other\"} 2\n"), "{text}");
    assert!(text.contains("\nlowcard_label_overflow_total{label=\"route\"} 3\n"), "{text}");
}

#[test]
fn a_metric_has_as_many_label_sets_as_its_cap_allows_and_says_what_it_left_out() {
    static CAPPED: Declaration = Declaration::new(
        Definition {
            max_series: Some(24),
            buckets: &[1.0, 2.0, 3.0],
            ..labelled::<Many>("app_many_seconds", Kind::Histogram)
        },
        Many::COLUMNS,
    );
    capped!(Many, "many", 1_000);
    let registry = Registry::new();
    let many = Histogram::<Many>::bound(&registry, &CAPPED).expect("nothing in its way");
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let many = &many;
            scope.spawn(move || {
                for n in 0..100 {
                    many.with(Many::from((n * 8 + thread).to_string().as_str())).observe(1.5);
                }
            });
        }
    });
    let text = registry.encode_text();
    assert_eq!(text.matches("\napp_many_seconds_").count(), 24, "{text}");
    assert!(text.contains("\napp_many_seconds_count{many=\"other\"} 797\n"), "{text}");
    assert!(text.contains("\nlowcard_series_overflow_total{metric=\"app_many_seconds\"} 797\n"), "{text}");
}

#[test]
fn a_large_registry_is_written_in_chunks_and_an_error_ends_it() {
    struct Chunked(Vec<usize>);

    impl io::Write for Chunked {
        fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
            self.0.push(chunk.len());
            if self.0.len() < 3 { Ok(chunk.len()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    static LARGE: Declaration = Declaration::new(labelled::<Large>("app_large_total", Kind::Counter), Large::COLUMNS);
    capped!(Large, "large", 10_000);
    let registry = Registry::new();
    let large = Counter::<Large>::bound(&registry, &LARGE).expect("nothing in its way");
    (0..10_000).for_each(|n| large.with(Large::from(n.to_string().as_str())).inc());
    let mut writer = Chunked(Vec::new());
    let error = registry.encode(Format::Text, &mut writer).expect_err("the third write fails");
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    assert!(writer.0.iter().all(|len| (65_536..66_000).contains(len)), "{:?}", writer.0);
}
