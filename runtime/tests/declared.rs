//! What the macros declare is what is scraped.
#![expect(clippy::unwrap_used, reason = "a metric that is refused here fails the test")]

use std::time::Duration;

use lowcard::{
    Counter, Domain, Gauge, Histogram, Info, Interned, Kind, LabelSet, LabelValue, Method, Metrics, Number, Registry,
    Stability, StatusCode, metric,
};

#[derive(Clone, Copy, LabelValue)]
#[label(rename_all = "SCREAMING-KEBAB-CASE")]
enum Outcome {
    Delivered,
    #[label(rename = "lost")]
    NeverSeen,
    #[label(other)]
    OutOfReach,
}

#[derive(Clone, Copy, LabelValue)]
#[label(max = 3, overflow = "elsewhere")]
struct Place(Interned);

#[derive(Clone, Copy, LabelSet)]
struct Sent {
    #[label(rename = "result")]
    outcome: Outcome,
    express: bool,
}

#[derive(Clone, Copy, LabelSet)]
struct Delivery {
    place: Place,
    #[labels(flatten)]
    sent: Sent,
    method: Method,
}

#[derive(LabelSet)]
#[labels(constant)]
struct Build {
    version: &'static str,
    workers: usize,
}

fn waiting() -> i64 {
    -7
}

fn broken() -> f64 {
    panic!("not what a function for a metric should do")
}

#[derive(Metrics)]
#[metrics(prefix = "post")]
struct PostMetrics {
    /// Deliveries made,
    /// counted when they are signed for.
    ///
    /// Only the first paragraph is the help.
    #[metric(max_series = 4, stability = "stable")]
    deliveries_total: Counter<Delivery>,
    /// Letters sent.
    letters_total: Counter<Sent>,
    /// Postage paid.
    #[metric(unit = "euros", deprecated(since = "2.0", replaced_by = "app_post_postage_cents_total"))]
    postage_euros_total: Counter<(), f64>,
    /// Time on the way.
    #[metric(buckets = [1, 10.5, 1e6])]
    transit_seconds: Histogram<Sent>,
    /// Bags that wait.
    #[expect(dead_code, reason = "read from a function")]
    #[metric(from = waiting)]
    bags_waiting: Gauge,
    /// A gauge whose function panics.
    #[expect(dead_code, reason = "read from a function")]
    #[metric(from = broken)]
    r#loop: Gauge<(), f64>,
    /// This build.
    #[metric(name = "app_build_info")]
    build: Info<Build>,
}

#[derive(Metrics)]
#[metrics(prefix = "whole")]
struct WholeMetrics {
    #[metrics(flatten)]
    post: PostMetrics,
    /// Days of strike.
    strikes_total: Counter,
}

const LETTER: Sent = Sent { outcome: Outcome::Delivered, express: true };

fn delivery(place: &str) -> Delivery {
    Delivery { place: place.into(), sent: LETTER, method: Method::Put }
}

#[test]
fn names_help_and_labels_are_exposed_as_they_are_written() {
    let registry = Registry::new();
    let metrics = WholeMetrics::register(&registry).unwrap();
    metrics.strikes_total.inc();
    metrics.post.postage_euros_total.add(0.85);
    metrics.post.build.set(Build { version: "1.2.3", workers: 4 });
    metrics.post.deliveries_total.with(delivery("Bonn")).add(2);
    let text = registry.encode_text();
    for line in [
        "# HELP app_post_deliveries_total Deliveries made, counted when they are signed for.",
        "# TYPE app_post_deliveries_total counter",
        "app_post_deliveries_total{place=\"Bonn\",result=\"DELIVERED\",express=\"true\",method=\"PUT\"} 2",
        "app_post_postage_euros_total 0.85",
        "app_whole_strikes_total 1",
        "app_post_bags_waiting -7",
        "# TYPE app_build_info gauge",
        "app_build_info{version=\"1.2.3\",workers=\"4\"} 1",
    ] {
        assert!(text.lines().any(|written| written == line), "no line `{line}` in\n{text}");
    }
    assert!(!text.contains("app_post_loop "), "a function that panics leaves its sample out\n{text}");
}

#[test]
fn closed_series_start_at_zero_and_capped_ones_do_not() {
    let registry = Registry::new();
    let _metrics = PostMetrics::register(&registry).unwrap();
    let text = registry.encode_text();
    for result in ["DELIVERED", "lost", "OUT-OF-REACH"] {
        for express in [true, false] {
            let line = format!("app_post_letters_total{{result=\"{result}\",express=\"{express}\"}} 0");
            assert!(text.lines().any(|written| written == line), "no line `{line}` in\n{text}");
        }
    }
    assert!(!text.contains("app_post_deliveries_total{"), "{text}");
    assert!(!text.contains("app_build_info"), "an info that is not set is not exposed\n{text}");
}

#[test]
fn a_cap_is_exact_and_what_has_no_room_is_counted_together() {
    let registry = Registry::new();
    let metrics = PostMetrics::register(&registry).unwrap();
    for place in ["Bonn", "Kiel", "Bonn"] {
        metrics.deliveries_total.with(delivery(place)).inc();
    }
    for outcome in [Outcome::Delivered, Outcome::NeverSeen, Outcome::from("anything")] {
        let sent = Sent { outcome, express: false };
        metrics.deliveries_total.with(Delivery { place: "Bonn".into(), sent, method: Method::Get }).inc();
    }
    let text = registry.encode_text();
    let series: Vec<&str> = text.lines().filter(|line| line.starts_with("app_post_deliveries_total{")).collect();
    assert_eq!(series.len(), 4, "{text}");
    assert!(
        series.contains(
            &"app_post_deliveries_total{place=\"elsewhere\",result=\"other\",express=\"other\",method=\"other\"} 2"
        ),
        "{text}"
    );
    assert!(text.contains("lowcard_series_overflow_total{metric=\"app_post_deliveries_total\"} 2\n"), "{text}");
}

#[test]
fn a_capped_label_keeps_its_first_values_apart() {
    #[derive(LabelValue)]
    #[label(max = 2)]
    struct Shelf(Interned);

    #[derive(LabelSet)]
    struct Stored {
        shelf: Shelf,
    }

    #[derive(Metrics)]
    struct Store {
        /// Parcels stored.
        parcels_total: Counter<Stored>,
    }

    let registry = Registry::new();
    let store = Store::register(&registry).unwrap();
    for shelf in ["b", "a", "c", "d", "b"] {
        store.parcels_total.with(Stored { shelf: shelf.into() }).inc();
    }
    let text = registry.encode_text();
    let series: Vec<&str> = text.lines().filter(|line| line.starts_with("app_parcels_total{")).collect();
    let expected = [
        "app_parcels_total{shelf=\"a\"} 1",
        "app_parcels_total{shelf=\"b\"} 2",
        "app_parcels_total{shelf=\"other\"} 2",
    ];
    assert_eq!(series, expected);
    assert!(text.contains("lowcard_label_overflow_total{label=\"shelf\"} 2\n"), "{text}");
}

#[test]
fn a_histogram_counts_each_observation_once() {
    let registry = Registry::new();
    let metrics = PostMetrics::register(&registry).unwrap();
    let transit = metrics.transit_seconds.with(LETTER);
    transit.observe(0.5);
    transit.observe(10.5);
    transit.observe_duration(Duration::from_secs(20));
    transit.observe(2e6);
    transit.start_timer().discard();
    assert!(transit.start_timer().stop() < Duration::from_mins(1));
    let text = registry.encode_text();
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("app_post_transit_seconds") && line.contains("DELIVERED\",express=\"true"))
        .collect();
    let labels = "result=\"DELIVERED\",express=\"true\"";
    assert_eq!(lines[0], format!("app_post_transit_seconds_bucket{{{labels},le=\"1.0\"}} 2"));
    assert_eq!(lines[1], format!("app_post_transit_seconds_bucket{{{labels},le=\"10.5\"}} 3"));
    assert_eq!(lines[2], format!("app_post_transit_seconds_bucket{{{labels},le=\"1e+06\"}} 4"));
    assert_eq!(lines[3], format!("app_post_transit_seconds_bucket{{{labels},le=\"+Inf\"}} 5"));
    assert!(lines[4].starts_with(&format!("app_post_transit_seconds_sum{{{labels}}} ")), "{}", lines[4]);
    assert_eq!(lines[5], format!("app_post_transit_seconds_count{{{labels}}} 5"));
}

#[test]
fn registering_again_shares_the_series_and_registries_do_not() {
    let (one, other) = (Registry::new(), Registry::new());
    let first = WholeMetrics::register(&one).unwrap();
    let again = PostMetrics::register(&one).unwrap();
    let apart = PostMetrics::register(&other).unwrap();
    first.post.letters_total.with(LETTER).inc();
    again.letters_total.with(LETTER).inc();
    apart.letters_total.with(LETTER).add(10);
    assert_eq!(first.post.letters_total.with(LETTER).get(), 2);
    assert_eq!(apart.letters_total.with(LETTER).get(), 10);
    assert!(one.refused().is_empty());
}

#[test]
fn a_definition_tells_all_that_was_written() {
    let definition = lowcard::definitions().find(|found| found.name == "app_post_deliveries_total").unwrap();
    assert_eq!((definition.kind, definition.number), (Kind::Counter, Number::U64));
    assert_eq!(
        definition.labels.iter().map(|label| label.name).collect::<Vec<_>>(),
        ["place", "result", "express", "method"]
    );
    assert_eq!(definition.labels[0].domain, Domain::Capped { max: 3, overflow: "elsewhere" });
    assert_eq!(definition.labels[1].domain, Domain::Closed(&["DELIVERED", "lost", "OUT-OF-REACH"]));
    assert_eq!(definition.label_sets().get(), Some(4 * 3 * 2 * 10));
    assert_eq!((definition.max_series, definition.worst_case().get()), (Some(4), Some(4)));
    assert_eq!(definition.stability, Some(Stability::Stable));
    assert_eq!(definition.site.package, "lowcard");
    assert_eq!(definition.site.file, file!());
    let line = include_str!("declared.rs").lines().position(|line| line.contains("deliveries_total: Counter")).unwrap();
    assert_eq!((definition.site.line as usize, definition.site.column), (line + 1, 5));

    let postage = lowcard::definitions().find(|found| found.name == "app_post_postage_euros_total").unwrap();
    assert_eq!((postage.unit, postage.number), (Some("euros"), Number::F64));
    assert_eq!(postage.deprecated.unwrap().replaced_by, Some("app_post_postage_cents_total"));
}

#[test]
fn a_static_registers_when_it_is_touched() {
    #[derive(LabelSet)]
    struct Answer {
        status: StatusCode,
    }

    /// Answers given.
    #[metric]
    static ANSWERS_TOTAL: Counter<Answer>;

    assert!(!Registry::global().encode_text().contains("app_answers_total"));
    let not_found = ANSWERS_TOTAL.with(Answer { status: 404.into() });
    not_found.inc();
    ANSWERS_TOTAL.with(Answer { status: 299.into() }).inc();
    let text = Registry::global().encode_text();
    assert!(text.contains("app_answers_total{status=\"404\"} 1\n"), "{text}");
    assert!(text.contains("app_answers_total{status=\"other\"} 1\n"), "{text}");
    assert!(!text.contains("app_answers_total{status=\"200\"}"), "only what was touched is exposed\n{text}");
}

#[test]
fn a_name_that_is_taken_is_refused_with_both_places() {
    #[derive(Metrics)]
    struct Other {
        /// Letters sent, of another sort.
        #[expect(dead_code, reason = "it is refused")]
        #[metric(name = "app_post_letters_total")]
        letters: Counter,
    }

    let registry = Registry::new();
    let _first = PostMetrics::register(&registry).unwrap();
    let Err(error) = Other::register(&registry) else { panic!("a taken name was not refused") };
    let text = error.to_string();
    assert!(
        text.starts_with(
            "`app_post_letters_total` is declared twice, with different labels and help [metric/conflict]\n"
        ),
        "{text}"
    );
    for site in [error.first().site, error.again().site] {
        assert!(text.contains(&format!("{}:{}:{}", file!(), site.line, site.column)), "{text}");
    }
    assert_eq!(registry.refused().len(), 1);
    assert!(registry.encode_text().contains("\nlowcard_refused_families 1\n"));
}
