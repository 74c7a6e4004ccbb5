//! The README shows this example, not a memory of it.
#![expect(clippy::unwrap_used, reason = "a README without the example fails the test")]

const README: &str = include_str!("../../../README.md");
const METRICS: &str = include_str!("../src/lib.rs");

#[test]
fn the_readme_shows_the_metrics_of_this_example() {
    let shown = &METRICS[METRICS.find("use lowcard").unwrap()..];
    assert!(README.contains(shown), "the first block of README.md is not what examples/quickstart/src/lib.rs holds");
}

#[test]
fn the_readme_shows_how_they_are_recorded() {
    let main = include_str!("../src/main.rs");
    let start = main.find("/// The service:").unwrap();
    let end = main.find("async fn order").unwrap();
    let shown = main[start..end].trim_end();
    assert!(README.contains(shown), "README.md does not show `shop` and `place` of examples/quickstart/src/main.rs");
}
