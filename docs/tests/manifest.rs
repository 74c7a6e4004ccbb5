//! The manifests on the pages name features that there are.
#![expect(clippy::unwrap_used, reason = "a manifest that can't be read fails the test")]

use lowcard_docs::blocks;
use toml::Table;

#[test]
fn every_manifest_names_features_that_there_are() {
    let runtime: Table = include_str!("../../runtime/Cargo.toml").parse().unwrap();
    let features = runtime["features"].as_table().unwrap();
    for block in blocks("toml", &["manifest"]) {
        let manifest: Table = block.text.parse().unwrap_or_else(|error| panic!("{block}: {error}"));
        for kind in ["dependencies", "dev-dependencies"] {
            let asked = manifest.get(kind).and_then(|table| table.get("lowcard")?.get("features")?.as_array());
            for feature in asked.into_iter().flatten() {
                let feature = feature.as_str().unwrap();
                assert!(features.contains_key(feature), "{block}: lowcard has no feature {feature}");
            }
        }
    }
}
