//! The strict parser of `prometheus_client`, and promtool.

use std::collections::BTreeSet;

use lowcard::{Endpoint, Format};
use lowcard_servers::{http, promtool, proto, python};

use crate::exposed::{TRACE, encoded, openmetrics, registry, values};

#[test]
#[ignore = "needs prometheus_client: run by cargo xtask test"]
fn openmetrics_is_read_with_types_units_and_exemplars() {
    let families = python::parse_openmetrics(&openmetrics(&registry()));
    let family = |name: &str| families.iter().find(|family| family.name == name).expect("it is exposed");
    let types = ["app_build", "app_calls", "app_call_duration_seconds", "app_temperature_celsius"];
    assert_eq!(types.map(|name| &*family(name).kind), ["info", "counter", "histogram", "gauge"]);
    assert_eq!(family("app_busy_seconds").unit, "seconds");
    assert_eq!(family("app_calls").help, "Calls.");
    let exemplars: Vec<_> =
        families.iter().flat_map(|family| &family.samples).filter_map(|sample| sample.exemplar.as_ref()).collect();
    assert_eq!(exemplars.len(), 1 + 3 + 1);
    for exemplar in exemplars {
        assert_eq!(exemplar.labels["trace_id"], TRACE);
        assert!(exemplar.timestamp.is_some_and(|seconds| seconds > 1.7e9));
    }
}

#[test]
#[ignore = "needs prometheus_client: run by cargo xtask test"]
fn times_of_creation_are_read_where_they_are_asked_for() {
    let endpoint = Endpoint::new(registry()).created(true);
    let server = endpoint.serve("127.0.0.1:0").expect("a free port");
    let request = http::Request::get(server.local_addr(), "/metrics").header("Accept", "application/openmetrics-text");
    let families = python::parse_openmetrics(request.send().text());
    let created = families.iter().flat_map(|family| &family.samples).filter(|sample| sample.name.ends_with("_created"));
    let names: BTreeSet<_> = created.map(|sample| &*sample.name).filter(|name| name.starts_with("app_")).collect();
    let expected = [
        "app_busy_seconds_created",
        "app_call_duration_seconds_created",
        "app_calls_created",
        "app_level_meters_created",
        "app_size_bytes_created",
        "app_untouched_seconds_created",
        "app_wait_seconds_created",
    ];
    assert_eq!(names, expected.into());
}

#[test]
#[ignore = "needs prometheus_client: run by cargo xtask test"]
fn both_text_formats_hold_the_same_values() {
    let registry = registry();
    let samples =
        |families: Vec<python::Family>| families.into_iter().flat_map(|family| family.samples).collect::<Vec<_>>();
    let text = values(&samples(python::parse(&registry.encode_text())));
    let mut openmetrics = values(&samples(python::parse_openmetrics(&openmetrics(&registry))));
    // Histograms with bounds below 0 have neither there.
    for suffix in ["_sum", "_count"] {
        let key = (format!("app_level_meters{suffix}"), [].into());
        openmetrics.extend(text.get(&key).map(|value| (key, *value)));
    }
    assert_eq!(openmetrics, text);
}

#[test]
#[ignore = "needs promtool: run by cargo xtask test"]
fn promtool_has_nothing_to_say() {
    assert_eq!(promtool::check_metrics(&registry().encode_text()), Ok(()));
}

#[test]
fn protobuf_holds_what_a_strict_decoder_expects() {
    let families = proto::parse(&encoded(&registry(), Format::Protobuf));
    let family = |name: &str| families.iter().find(|family| family.name == name).expect("it is exposed");
    assert_eq!(family("app_calls_total").kind, proto::Kind::Counter);
    assert_eq!(family("app_build_info").kind, proto::Kind::Gauge);
    assert_eq!(family("app_busy_seconds_total").unit, "seconds");
    assert_eq!(family("app_calls_total").help, "Calls.");

    let histogram = |name: &str| match &family(name).metrics.first().expect("a series").value {
        proto::Value::Histogram(histogram) => histogram.clone(),
        other => panic!("{name} is {other:?}"),
    };
    let wait = histogram("app_wait_seconds");
    let native = wait.native.expect("it is a native one");
    assert_eq!((wait.count, wait.buckets.len(), wait.exemplars.len()), (5, 0, 3));
    assert_eq!((native.schema, native.zero_count), (1, 1));
    assert_eq!(native.positive.counts, [(-4, 2), (4, 1)]);
    assert_eq!(native.negative.counts, [(4, 1)]);
    let both = histogram("app_size_bytes");
    assert_eq!((both.count, both.buckets.len(), both.native.is_some()), (4, 3, true));
    let classic = histogram("app_call_duration_seconds");
    assert!(classic.native.is_none());
    assert_eq!(classic.buckets.iter().filter(|bucket| bucket.exemplar.is_some()).count(), 3);
    assert!(classic.created.is_some_and(|seconds| seconds > 1.7e9));
    let proto::Value::Summary(summary) = &family("app_query_duration_seconds").metrics[0].value else {
        panic!("it is a summary")
    };
    assert_eq!((summary.count, &*summary.quantiles), (3, &[(0.5, 0.25), (0.99, 2.0)][..]));
    assert_eq!(family("app_who_knows").kind, proto::Kind::Untyped);
    let untouched = histogram("app_untouched_seconds").native.expect("it is a native one");
    assert!(untouched.zero_threshold > 0.0);
}
