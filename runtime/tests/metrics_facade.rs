//! What libraries record through the `metrics` facade is exposed, valid and bounded, whatever they record.
#![cfg(all(feature = "metrics", feature = "testing"))]
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use axum::routing::get;
use lowcard::dynamic::{Policy, RefusalCause};
use lowcard::metrics::{InstallError, Recorder};
use lowcard::testing::{Exposition, FamilyKind, value};
use lowcard::{Format, Registry};
use lowcard_servers::proto;
use metrics::{Key, Label, Recorder as _, Unit};
use proptest::prelude::*;
use tower::ServiceExt;

const METADATA: metrics::Metadata<'static> = metrics::Metadata::new("test", metrics::Level::INFO, None);

fn recorder(policy: Policy) -> (Recorder, Registry) {
    let registry = Registry::new();
    (Recorder::new(policy).attach(&registry).unwrap(), registry)
}

fn encoded(registry: &Registry, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    registry.encode(format, &mut bytes).unwrap();
    bytes
}

/// The exposition, valid in every format.
fn exposition(registry: &Registry) -> Exposition {
    proto::parse(&encoded(registry, Format::Protobuf));
    Exposition::from_openmetrics(encoded(registry, Format::OpenMetrics)).unwrap();
    Exposition::from_text(encoded(registry, Format::Text)).unwrap()
}

/// How many label sets each family has, but for those that say what was refused.
fn label_sets(exposition: &Exposition) -> BTreeMap<&str, usize> {
    let families = exposition.families().iter().filter(|family| !family.name.starts_with("lowcard_"));
    let sets = families.map(|family| {
        let labels = family.samples.iter().map(|sample| {
            let mut labels = sample.labels.clone();
            labels.remove("le");
            labels
        });
        (&*family.name, labels.collect::<BTreeSet<_>>().len())
    });
    sets.collect()
}

#[tokio::test(flavor = "current_thread")]
async fn a_library_that_knows_nothing_of_this_is_exposed_and_bounded() {
    let policy = Policy::default().max_values(10).buckets("*_bytes", &[100.0, 1_000.0]);
    let (recorder, registry) = recorder(policy);
    let _guard = metrics::set_default_local_recorder(&recorder);
    let router =
        Router::new().route("/orders/{order}", get(async || "an order")).layer(axum_metrics::MetricLayer::default());
    let send = async |method: Method| {
        let request = Request::builder().method(method).uri("/orders/7").body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        to_bytes(response.into_body(), usize::MAX).await.unwrap();
    };
    for _ in 0..3 {
        send(Method::GET).await;
    }
    // A client may call its methods whatever it likes, and the library makes a label of each.
    for n in 0..100 {
        send(Method::from_bytes(format!("HOSTILE{n}").as_bytes()).unwrap()).await;
    }
    let exposition = exposition(&registry);
    let total =
        |labels: &str| exposition.value(&format!("http_requests_total{{endpoint=\"/orders/{{order}}\",{labels}}}"));
    assert_eq!(total(r#"method="GET",code="200""#), Some(3.0));
    assert_eq!(total(r#"method="HOSTILE0",code="405""#), Some(1.0));
    assert_eq!(total(r#"method="other",code="405""#), Some(91.0));
    assert_eq!(exposition.value("http_requests_in_flight"), Some(0.0));
    let kinds: BTreeMap<_, _> = exposition.families().iter().map(|family| (&*family.name, family.kind)).collect();
    assert_eq!(kinds["http_response_size_bytes"], FamilyKind::Histogram);
    assert_eq!(kinds["http_request_duration_seconds"], FamilyKind::Histogram);
    assert!(label_sets(&exposition).values().all(|sets| *sets <= 11));
    assert!(recorder.metrics().refusals().iter().all(|refusal| refusal.cause == RefusalCause::MaxValues));
}

#[test]
fn units_and_help_are_shown_whenever_they_are_said() {
    let (recorder, registry) = recorder(Policy::default());
    metrics::with_local_recorder(&recorder, || {
        metrics::describe_histogram!("wait.seconds", Unit::Seconds, "Before.");
        metrics::histogram!("wait.seconds").record_many(0.5, 3);
        metrics::counter!("sent.bytes_total").absolute(7);
        metrics::describe_counter!("sent.bytes_total", Unit::Bytes, "After.");
        metrics::gauge!("pool.count").set(2);
        metrics::describe_gauge!("pool.count", Unit::Count, "No unit.");
        metrics::describe_gauge!("unused", "Nobody sets it.");
    });
    exposition(&registry);
    let text = String::from_utf8(encoded(&registry, Format::OpenMetrics)).unwrap();
    let said: Vec<_> = text.lines().filter(|line| line.starts_with("# UNIT") || line.starts_with("# HELP")).collect();
    let expected = [
        "# HELP pool_count No unit.",
        "# UNIT sent_bytes bytes",
        "# HELP sent_bytes After.",
        "# UNIT wait_seconds seconds",
        "# HELP wait_seconds Before.",
    ];
    assert_eq!(said, expected);
    assert_eq!(value(&registry, "wait_seconds_sum"), Some(1.5));
    assert_eq!(value(&registry, "sent_bytes_total"), Some(7.0));
}

#[test]
fn labels_in_any_order_and_handles_that_are_kept_are_one_series() {
    let (recorder, registry) = recorder(Policy::default());
    metrics::with_local_recorder(&recorder, || {
        let kept = metrics::counter!("n_total", "a" => "1", "b" => "2");
        for value in ["2", "2", "3"] {
            kept.increment(1);
            metrics::counter!("n_total", "b" => value, "a" => "1").increment(1);
            metrics::counter!("n_total", "b" => value, "user_id" => "9", "a" => "1").increment(1);
        }
        metrics::gauge!("n_total").set(5);
    });
    exposition(&registry);
    assert_eq!(value(&registry, r#"n_total{a="1",b="2"}"#), Some(7.0));
    assert_eq!(value(&registry, r#"n_total{a="1",b="3"}"#), Some(2.0));
    let causes: Vec<_> = recorder.metrics().refusals().iter().map(|refusal| refusal.cause).collect();
    assert_eq!(causes, [RefusalCause::LabelDenied, RefusalCause::Conflict]);
}

#[test]
fn one_recorder_can_be_installed() {
    let installed = Recorder::new(Policy::default()).install().unwrap();
    thread::spawn(|| metrics::counter!("installed_total").increment(1)).join().unwrap();
    assert_eq!(value(Registry::global(), "installed_total"), Some(1.0));

    let again = Recorder::new(Policy::default()).install().unwrap_err();
    assert!(matches!(again, InstallError::Attach(_)));
    assert!(again.to_string().contains("a collector named `metrics` is attached already"));

    assert!(Registry::global().detach("metrics"));
    let again = Recorder::new(Policy::default()).install().unwrap_err();
    assert_eq!(again, InstallError::Taken);
    assert!(again.to_string().starts_with("the `metrics` facade has a recorder already"));
    assert!(!Registry::global().detach("metrics"), "nothing is changed");
    Registry::global().attach("metrics", installed.metrics().clone()).unwrap();
    assert_eq!(value(Registry::global(), "installed_total"), Some(1.0));
}

#[test]
fn threads_that_record_everything_at_once_lose_nothing_and_keep_to_the_caps() {
    const THREADS: usize = 8;
    const ROUNDS: usize = 2_000;
    const SERIES: usize = 50;
    let (recorder, registry) = recorder(Policy::default().max_series(SERIES).max_values(40));
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let recorder = &recorder;
            scope.spawn(move || {
                metrics::with_local_recorder(recorder, || {
                    for n in 0..ROUNDS {
                        let path = format!("/{}", (n * 7 + thread) % 300);
                        let flag = if n % 3 == 0 { "yes" } else { "no" };
                        metrics::counter!("hits_total", "path" => path.clone(), "flag" => flag).increment(1);
                        metrics::counter!("ids_total", "user_id" => path.clone(), "flag" => flag).increment(1);
                        metrics::histogram!("wait_seconds", "path" => path.clone(), "flag" => flag).record(0.5);
                        metrics::gauge!("level", "path" => path, "flag" => flag).increment(1.0);
                    }
                });
            });
        }
        // Scrapes meanwhile are valid, too.
        for _ in 0..20 {
            exposition(&registry);
        }
    });
    let exposition = exposition(&registry);
    let sum = |name: &str| -> f64 {
        let samples = exposition.families().iter().flat_map(|family| &family.samples);
        samples.filter(|sample| sample.name == name).map(|sample| sample.value).sum()
    };
    let all = f64::from(u32::try_from(THREADS * ROUNDS).unwrap());
    for name in ["hits_total", "ids_total", "wait_seconds_count", "level"] {
        assert_eq!(sum(name).to_bits(), all.to_bits(), "{name}");
    }
    assert_eq!(sum("wait_seconds_sum").to_bits(), (all / 2.0).to_bits());
    let expected = [("hits_total", SERIES), ("ids_total", 2), ("level", SERIES), ("wait_seconds", SERIES)];
    assert_eq!(label_sets(&exposition), expected.into());
}

/// Anything that may come through the facade.
#[derive(Clone, Debug)]
struct Call {
    name: String,
    labels: Vec<(String, String)>,
    update: Update,
}

#[derive(Clone, Copy, Debug)]
enum Update {
    Increment(u64),
    Absolute(u64),
    Set(f64),
    Add(f64),
    Record(f64),
    RecordMany(f64, usize),
    Describe(Option<Unit>),
}

fn call() -> impl Strategy<Value = Call> {
    let word = prop_oneof![
        Just("a"),
        Just("a.b"),
        Just("a_b"),
        Just("a_total"),
        Just("a_sum"),
        Just("a_bucket"),
        Just("a_info"),
        Just("le"),
        Just("quantile"),
        Just("__name__"),
        Just("user_id"),
        Just("other"),
        Just("lowcard_x"),
        Just("x:y"),
        Just("1"),
        Just(""),
        Just("a_seconds"),
        Just("a_created"),
    ]
    .prop_map(str::to_owned);
    let text = prop_oneof![4 => word, 1 => any::<String>(), 1 => "[a-c]{1,2}", 1 => Just("x".repeat(300))].boxed();
    let float = prop_oneof![any::<f64>(), Just(0.5), Just(-1.0), Just(f64::MAX)];
    let update = prop_oneof![
        any::<u64>().prop_map(Update::Increment),
        (0..9_u64).prop_map(Update::Increment),
        any::<u64>().prop_map(Update::Absolute),
        float.clone().prop_map(Update::Set),
        float.clone().prop_map(Update::Add),
        float.clone().prop_map(Update::Record),
        (float, any::<usize>()).prop_map(|(value, times)| Update::RecordMany(value, times)),
        prop_oneof![Just(None), Just(Some(Unit::Seconds)), Just(Some(Unit::Percent))].prop_map(Update::Describe),
    ];
    let labels = prop::collection::vec((text.clone(), text.clone()), 0..4);
    // Some names come often, so that their families reach the caps.
    let name = prop_oneof![2 => text, 1 => Just("often".to_owned()), 1 => Just("often_seconds".to_owned())];
    (name, labels, update).prop_map(|(name, labels, update)| Call { name, labels, update })
}

fn record(recorder: &Recorder, call: &Call) {
    let labels: Vec<Label> = call.labels.iter().map(|(name, value)| Label::new(name.clone(), value.clone())).collect();
    let key = Key::from_parts(call.name.clone(), labels);
    match call.update {
        Update::Increment(amount) => recorder.register_counter(&key, &METADATA).increment(amount),
        Update::Absolute(total) => recorder.register_counter(&key, &METADATA).absolute(total),
        Update::Set(value) => recorder.register_gauge(&key, &METADATA).set(value),
        Update::Add(amount) => recorder.register_gauge(&key, &METADATA).increment(amount),
        Update::Record(value) => recorder.register_histogram(&key, &METADATA).record(value),
        Update::RecordMany(value, times) => recorder.register_histogram(&key, &METADATA).record_many(value, times),
        Update::Describe(unit) => {
            let help: String = call.labels.iter().map(|(_, value)| value.as_str()).collect();
            recorder.describe_gauge(call.name.clone().into(), unit, help.into());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_leaves_a_valid_exposition_within_the_caps(calls in prop::collection::vec(call(), 0..60)) {
        let policy = Policy::default().max_families(6).max_series(3).max_values(2).max_value_length(20);
        let (recorder, registry) = recorder(policy.allow_label("user_id").buckets("*", &[-1.0, 0.5]).buckets("a*", &[]));
        for call in &calls {
            record(&recorder, call);
        }
        let exposition = exposition(&registry);
        let sets = label_sets(&exposition);
        prop_assert!(sets.len() <= 6 && sets.values().all(|sets| *sets <= 3), "{sets:?}");
        // Nothing that the store lets through is left out, but for a histogram whose count has passed 2^64.
        let errors = registry.collector_errors();
        prop_assert!(errors.iter().all(|error| error.to_string().contains("a bucket holds fewer values")), "{errors:?}");
    }
}
