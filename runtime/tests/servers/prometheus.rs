//! A Prometheus of each kind scrapes the endpoint, and is asked for what it stored.

use std::time::Duration;

use lowcard::{Credentials, Endpoint, Registry, ServerLimits};
use lowcard_servers::{Health, NativeHistogram, Prometheus, Setup, python};

use crate::exposed::{TRACE, openmetrics, registry, serve, values};

/// How long anything may take that does happen.
const PATIENCE: Duration = Duration::from_secs(30);
const ALL: &str = "{__name__=~\"app_.*\"}";

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_2_stores_every_value_type_and_exemplar_of_openmetrics() {
    stores_openmetrics(&Setup::default());
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_3_stores_every_value_type_and_exemplar_of_openmetrics() {
    stores_openmetrics(&Setup::prometheus_3());
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_2_stores_native_histograms() {
    stores_native_histograms(&Setup::default());
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_3_stores_native_histograms() {
    stores_native_histograms(&Setup::prometheus_3());
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_3_stores_the_same_by_every_protocol() {
    let registry = registry();
    let server = serve(&registry);
    for protocol in ["PrometheusText0.0.4", "PrometheusText1.0.0", "OpenMetricsText1.0.0", "PrometheusProto"] {
        let setup = Setup::prometheus_3().scrape_config(&format!("scrape_protocols: ['{protocol}']"));
        let prometheus = setup.scraping(server.local_addr(), "/metrics");
        is_up(&prometheus);
        // The one family without native buckets that looks the same in all of them.
        let calls = prometheus.query("sum(app_calls_total) + sum(app_call_duration_seconds_count)");
        assert_eq!(calls.first().map(|sample| sample.value), Some(2_f64.powi(52) + 3.0 + 3.0), "{protocol}");
    }
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_2_scrapes_with_credentials_and_not_without() {
    let credentials = Credentials::basic("scraper", "s3cret: with a colon, and é").expect("fit to be used");
    let endpoint = Endpoint::new(Registry::new()).credentials(credentials);
    let server = endpoint.serve_at("127.0.0.1:0", "/internal/metrics", ServerLimits::default()).expect("a free port");
    let known = "basic_auth:\n  username: scraper\n  password: 's3cret: with a colon, and é'";
    is_up(&Setup::default().scrape_config(known).scraping(server.local_addr(), "/internal/metrics"));

    let stranger = Prometheus::scraping(server.local_addr(), "/internal/metrics");
    let target = stranger.wait_for(
        "the target",
        Prometheus::target,
        |target| target.as_ref().is_some_and(|target| target.health == Health::Down),
        PATIENCE,
    );
    assert!(target.is_some_and(|target| target.last_error.contains("401")));
}

fn stores_openmetrics(setup: &Setup) {
    let registry = registry();
    let server = serve(&registry);
    let prometheus = setup.clone().flag("--enable-feature=exemplar-storage").scraping(server.local_addr(), "/metrics");
    is_up(&prometheus);

    let parsed = python::parse_openmetrics(&openmetrics(&registry));
    let exposed: Vec<_> = parsed.iter().flat_map(|family| family.samples.clone()).collect();
    assert_eq!(values(&prometheus.query(ALL)), values(&exposed));

    let metadata = prometheus.metadata();
    for family in parsed.iter().filter(|family| family.name.starts_with("app_")) {
        let known = metadata.iter().find(|known| known.family == family.name).expect("the family is known");
        assert_eq!((&known.kind, &known.help, &known.unit), (&family.kind, &family.help, &family.unit));
    }

    let exemplars = prometheus.exemplars(ALL);
    let stored: usize = exemplars.iter().map(|series| series.exemplars.len()).sum();
    assert_eq!(stored, 1 + 3 + 1, "{exemplars:#?}");
    let call = exemplars.iter().find(|series| series.name == "app_calls_total").expect("a counter's is stored");
    assert_eq!(call.exemplars[0].labels["trace_id"], TRACE);
    assert_eq!(call.exemplars[0].value.to_bits(), 3.0_f64.to_bits());
}

/// They only come in protobuf, which a Prometheus asks for if this feature is on.
fn stores_native_histograms(setup: &Setup) {
    let server = serve(&registry());
    let setup = setup.clone().flag("--enable-feature=native-histograms").flag("--enable-feature=exemplar-storage");
    let prometheus = setup.scraping(server.local_addr(), "/metrics");
    is_up(&prometheus);

    let wait = one(prometheus.native_histograms("app_wait_seconds"));
    assert_eq!((wait.count.to_bits(), wait.sum.to_bits()), (5.0_f64.to_bits(), 0.5_f64.to_bits()));
    let found: Vec<_> = wait.buckets.iter().map(|bucket| (rounded(bucket.upper), rounded(bucket.count))).collect();
    assert_eq!(found, [(-2_828, 1_000), (0, 1_000), (250, 2_000), (4_000, 1_000)], "{wait:#?}");

    let size = one(prometheus.native_histograms("app_size_bytes"));
    assert_eq!((rounded(size.count), rounded(size.sum)), (4_000, 1_000_000_511_000));
    assert_eq!(size.buckets.iter().map(|bucket| rounded(bucket.count)).sum::<i64>(), 4_000);
    assert_eq!(rounded(one(prometheus.native_histograms("app_untouched_seconds")).count), 0);

    // Classic ones and all other kinds come in the same scrape.
    assert_eq!(rounded(prometheus.query("app_call_duration_seconds_count{cached=\"false\"}")[0].value), 3_000);
    assert_eq!(rounded(prometheus.query("app_temperature_celsius")[0].value), -1_500);
    let collected =
        ["app_pool_wait_seconds_total{pool=\"\"}", "app_query_duration_seconds{quantile=\"0.99\"}", "app_who_knows"];
    assert_eq!(collected.map(|name| rounded(prometheus.query(name)[0].value)), [7_000, 2_000, 250]);
    assert_eq!(rounded(prometheus.query("app_pool_hold_seconds_bucket{le=\"2.0\"}")[0].value), 3_000);
    let exemplars = prometheus.exemplars("app_calls_total");
    assert_eq!(exemplars.len(), 1, "{exemplars:#?}");
}

/// Waits for the first scrape that worked.
fn is_up(prometheus: &Prometheus) {
    let health = |prometheus: &Prometheus| prometheus.target().map(|target| (target.health, target.last_error));
    prometheus.wait_for("health", health, |health| matches!(health, Some((Health::Up, _))), PATIENCE);
    prometheus.wait_until("up", |up| up.first().is_some_and(|sample| sample.value > 0.5), PATIENCE);
}

fn one(mut histograms: Vec<NativeHistogram>) -> NativeHistogram {
    assert_eq!(histograms.len(), 1, "{histograms:#?}");
    histograms.remove(0)
}

/// Thousandths, which tell apart what is compared here.
#[expect(clippy::cast_possible_truncation, reason = "no value here is that large")]
fn rounded(value: f64) -> i64 {
    (value * 1_000.0).round() as i64
}
