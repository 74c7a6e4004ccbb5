//! Hostile label values and help texts come out byte for byte.

use std::collections::BTreeSet;
use std::time::Duration;

use lowcard::{Counter, Format, Interned, LabelSet, LabelValue, Metrics, Registry};
use lowcard_servers::{Prometheus, Sample, promtool, proto, python};

use crate::exposed::{encoded, openmetrics, serve};

/// How long anything may take that does happen.
const PATIENCE: Duration = Duration::from_secs(30);
const FAMILY: &str = "app_payloads";
const COUNTER: &str = "app_payloads_total";
/// The same as the doc comment of the counter.
const HELP: &str = "Payloads \"quoted\", with \\ and \\n and \\\\,\nover {two} lines # and 🦀.";
/// What one of the formats, or a parser of them, could take for its own.
const PIECES: [&str; 15] = ["\"", "\\", "\n", "\\n", "\r", "\t", " ", "{", "}", ",", "=", "#", "n", "é", "🦀"];
/// As long as a label value gets by mistake.
const LONG: usize = 10_000;

#[derive(Clone, Copy, LabelValue)]
#[label(max = 400)]
struct Payload(Interned);

#[derive(Clone, Copy, LabelSet)]
struct Hostile {
    payload: Payload,
}

#[derive(Metrics)]
struct HostileMetrics {
    #[doc = "Payloads \"quoted\", with \\ and \\n and \\\\,\nover {two} lines # and 🦀."]
    payloads_total: Counter<Hostile>,
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_stores_every_label_value_unchanged() {
    let server = serve(&counted_once_each());
    let prometheus = Prometheus::scraping(server.local_addr(), "/metrics");
    let stored = prometheus.wait_until(COUNTER, |stored| !stored.is_empty(), PATIENCE);
    assert_unchanged(&stored);
}

#[test]
#[ignore = "needs prometheus_client: run by cargo xtask test"]
fn python_reads_every_label_value_and_the_help_unchanged() {
    let families = python::parse(&counted_once_each().encode_text());
    let family = families.iter().find(|family| family.name == FAMILY).expect("the family is exposed");
    assert_eq!(family.kind, "counter");
    assert_eq!(family.help, HELP);
    assert_unchanged(&family.samples);
}

#[test]
#[ignore = "needs prometheus_client: run by cargo xtask test"]
fn python_reads_the_same_of_openmetrics() {
    let families = python::parse_openmetrics(&openmetrics(&counted_once_each()));
    let family = families.iter().find(|family| family.name == FAMILY).expect("the family is exposed");
    assert_eq!(family.help, HELP);
    assert_unchanged(&family.samples);
}

#[test]
fn protobuf_holds_every_label_value_and_the_help_unchanged() {
    let families = proto::parse(&encoded(&counted_once_each(), Format::Protobuf));
    let family = families.iter().find(|family| family.name == COUNTER).expect("the family is exposed");
    assert_eq!(family.help, HELP);
    let read: BTreeSet<_> = family.metrics.iter().map(|metric| metric.labels["payload"].clone()).collect();
    assert_eq!(read, payloads());
}

#[test]
#[ignore = "needs promtool: run by cargo xtask test"]
fn promtool_has_nothing_to_say() {
    assert_eq!(promtool::check_metrics(&counted_once_each().encode_text()), Ok(()));
}

/// A registry in which each payload was counted once.
fn counted_once_each() -> Registry {
    let registry = Registry::new();
    let metrics = HostileMetrics::register(&registry).expect("a fresh registry has room");
    for payload in payloads() {
        metrics.payloads_total.with(Hostile { payload: Payload::from(payload.as_str()) }).inc();
    }
    registry
}

/// Each pair of pieces, and each piece very often.
fn payloads() -> BTreeSet<String> {
    let pairs = PIECES.iter().flat_map(|first| PIECES.iter().map(move |second| format!("{first}{second}")));
    pairs.chain(PIECES.iter().map(|piece| piece.repeat(LONG / piece.len()))).collect()
}

/// That these are the payloads, each counted once.
#[track_caller]
fn assert_unchanged(samples: &[Sample]) {
    let payloads = payloads();
    let read: BTreeSet<_> = samples.iter().map(|sample| sample.labels["payload"].clone()).collect();
    let lost = payloads.difference(&read).min_by_key(|payload| payload.len());
    assert_eq!(lost, None, "a payload was lost or changed; this is the shortest");
    assert_eq!(samples.len(), payloads.len(), "there are series that no payload explains");
    assert!(samples.iter().all(|sample| sample.value.total_cmp(&1.0).is_eq()), "a payload was not counted once");
}
