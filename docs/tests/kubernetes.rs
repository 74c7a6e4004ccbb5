//! The objects on the pages are ones that a cluster would know, and the parts of Prometheus's configuration are YAML.
#![expect(clippy::unwrap_used, reason = "a page that lacks something fails the test")]

use lowcard_docs::{Block, blocks};
use serde::Deserialize;
use serde_yaml_ng::{Deserializer, Value};

/// The kinds of objects that the pages use, and the version of each.
const KINDS: &[(&str, &str)] = &[
    ("Deployment", "apps/v1"),
    ("NetworkPolicy", "networking.k8s.io/v1"),
    ("PodMonitor", "monitoring.coreos.com/v1"),
    ("PrometheusRule", "monitoring.coreos.com/v1"),
    ("Secret", "v1"),
    ("Service", "v1"),
    ("ServiceMonitor", "monitoring.coreos.com/v1"),
];

fn documents(block: &Block) -> Vec<Value> {
    let documents = Deserializer::from_str(&block.text).map(Value::deserialize);
    documents.map(|document| document.unwrap_or_else(|error| panic!("{block}: {error}"))).collect()
}

#[test]
fn every_object_says_what_it_is() {
    let mut seen = Vec::new();
    for block in blocks("yaml", &["kubernetes"]) {
        for object in documents(&block) {
            let kind = object["kind"].as_str().unwrap_or_else(|| panic!("{block}: an object without a kind"));
            let version = KINDS.iter().find(|(known, _)| *known == kind).map(|(_, version)| *version);
            assert_eq!(object["apiVersion"].as_str(), version, "{block}: the version of a {kind}");
            assert!(object["metadata"]["name"].is_string(), "{block}: a {kind} without a name");
            seen.push(kind.to_owned());
        }
    }
    for (kind, _) in KINDS {
        assert!(seen.iter().any(|known| known == kind), "no page has a {kind}");
    }
}

#[test]
fn every_part_of_a_prometheus_configuration_has_a_key_of_it() {
    for block in blocks("yaml", &["prometheus"]) {
        for document in documents(&block) {
            let keys: Vec<_> = document.as_mapping().unwrap().keys().map(|key| key.as_str().unwrap()).collect();
            assert!(keys.iter().all(|key| ["scrape_configs", "groups"].contains(key)), "{block}: {keys:?}");
        }
    }
}

/// What refers to each other on the page on Kubernetes does.
#[test]
fn ports_and_secrets_are_those_of_the_deployment() {
    let objects: Vec<_> = blocks("yaml", &["kubernetes"]).flat_map(|block| documents(&block)).collect();
    let of_kind = |kind: &'static str| objects.iter().filter(move |object| object["kind"] == kind);
    let pod = &of_kind("Deployment").next().unwrap()["spec"]["template"];
    let container = &pod["spec"]["containers"][0];
    let port = &container["ports"].as_sequence().unwrap().iter().find(|port| port["name"] == "metrics").unwrap();
    let secret = &of_kind("Secret").next().unwrap()["metadata"]["name"];

    assert_eq!(&pod["spec"]["volumes"][0]["secret"]["secretName"], secret);
    assert!(of_kind("Service").all(|service| service["spec"]["ports"][0]["targetPort"] == port["name"]));
    for (kind, endpoints) in [("ServiceMonitor", "endpoints"), ("PodMonitor", "podMetricsEndpoints")] {
        for monitor in of_kind(kind) {
            let endpoint = &monitor["spec"][endpoints][0];
            assert_eq!(endpoint["port"], port["name"], "of a {kind}");
            assert_eq!(&endpoint["authorization"]["credentials"]["name"], secret, "of a {kind}");
        }
    }
    for policy in of_kind("NetworkPolicy") {
        assert_eq!(policy["spec"]["podSelector"]["matchLabels"], pod["metadata"]["labels"]);
    }
}
