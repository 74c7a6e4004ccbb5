//! The service under a real Prometheus: all that it counts, with whatever library, is stored.
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

mod service;
mod text_only;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use lowcard_servers::{Prometheus, Sample, Setup, promtool, python};
use service::Service;
use text_only::TextOnly;

/// How long anything may take that does happen.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the service counts, by the libraries that it counts with.
const COUNTED: &str = "{__name__=~\"delivery_.*|shop_.*|stock_.*\"}";

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn promtool_has_nothing_to_say() {
    assert_eq!(promtool::check_metrics(&Service::start().scrape()), Ok(()));
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_2_stores_all_by_text() {
    let service = Service::start();
    let relay = TextOnly::of(service.address);
    stores_all(&service, &Setup::default(), relay.address);
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_2_stores_all_by_openmetrics() {
    let service = Service::start();
    stores_all(&service, &Setup::default(), service.address);
}

/// Which a Prometheus 2 asks for if it stores native histograms.
#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_2_stores_all_by_protobuf() {
    let service = Service::start();
    let setup = Setup::default().flag("--enable-feature=native-histograms");
    stores_all_and_a_native_histogram(&service, &setup);
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_3_stores_all_by_text_and_openmetrics() {
    let service = Service::start();
    for protocol in ["PrometheusText0.0.4", "PrometheusText1.0.0", "OpenMetricsText1.0.0"] {
        let setup = Setup::prometheus_3().scrape_config(&format!("scrape_protocols: ['{protocol}']"));
        stores_all(&service, &setup, service.address);
    }
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_3_stores_all_by_protobuf() {
    let service = Service::start();
    let setup = Setup::prometheus_3().flag("--enable-feature=native-histograms");
    stores_all_and_a_native_histogram(&service, &setup.scrape_config("scrape_protocols: ['PrometheusProto']"));
}

/// What is stored is what the service exposes, to the label and the bit, and Prometheus knows what it is.
fn stores_all(service: &Service, setup: &Setup, target: SocketAddr) -> Prometheus {
    let exposed = python::parse(&service.scrape());
    let exposed: Vec<_> = exposed.into_iter().filter(|family| !family.name.starts_with("lowcard_")).collect();
    let names: Vec<_> = exposed.iter().map(|family| (family.name.as_str(), family.kind.as_str())).collect();
    let expected = [
        ("delivery_parcels", "counter"),
        ("delivery_vans", "gauge"),
        ("delivery_way_seconds", "histogram"),
        ("shop_order_duration_seconds", "histogram"),
        ("shop_orders_in_flight", "gauge"),
        ("shop_orders", "counter"),
        ("stock_deliveries", "counter"),
        ("stock_free_ratio", "gauge"),
        ("stock_unloading_seconds", "histogram"),
    ];
    assert_eq!(names, expected);

    let counted: Vec<_> = exposed.iter().flat_map(|family| family.samples.clone()).collect();
    let prometheus = setup.scraping(target, "/metrics");
    prometheus.wait_until(COUNTED, |stored| !stored.is_empty(), PATIENCE);
    assert_eq!(values(&prometheus.query(COUNTED)), values(&counted));

    let metadata = prometheus.metadata();
    for family in exposed {
        let known = metadata.iter().find(|known| known.family.trim_end_matches("_total") == family.name);
        let known = known.map(|known| (known.kind.as_str(), known.help.as_str()));
        assert_eq!(known, Some((family.kind.as_str(), family.help.as_str())), "{}", family.name);
    }
    prometheus
}

/// The classic buckets of the native histogram are not stored then.
fn stores_all_and_a_native_histogram(service: &Service, setup: &Setup) {
    const NATIVE: &str = "shop_order_duration_seconds";
    let but_for_it = COUNTED.replace('}', &format!(",__name__!=\"{NATIVE}\"}}"));
    let prometheus = setup.scraping(service.address, "/metrics");
    prometheus.wait_until(&but_for_it, |stored| !stored.is_empty(), PATIENCE);
    let mut counted: Vec<_> = python::parse(&service.scrape()).into_iter().flat_map(|family| family.samples).collect();
    counted.retain(|sample| !sample.name.starts_with(NATIVE));
    assert_eq!(values(&prometheus.query(&but_for_it)), values(&counted));
    let histograms = prometheus.native_histograms(NATIVE);
    let counts: Vec<_> =
        histograms.iter().map(|histogram| (histogram.count.to_bits(), histogram.sum.to_bits())).collect();
    assert_eq!(counts, [(4.0_f64.to_bits(), 43.05_f64.to_bits())]);
}

/// The values by name and labels, without what lowcard says of itself.
fn values(samples: &[Sample]) -> BTreeMap<(String, BTreeMap<String, String>), u64> {
    let counted = samples.iter().filter(|sample| !sample.name.starts_with("lowcard_"));
    counted.map(|sample| ((sample.name.clone(), sample.labels.clone()), sample.value.to_bits())).collect()
}
