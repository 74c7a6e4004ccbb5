//! Which metrics share a process.

use crate::depot::depot;
use crate::run::{catalog, lowcard, processes};

const ORDERS: [&str; 2] = ["depot_orders_total", "depot_return_seconds"];

fn expected(processes: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let owned = |metrics: &[&str]| {
        let mut metrics: Vec<String> = metrics.iter().map(|&metric| metric.to_owned()).collect();
        metrics.sort();
        metrics
    };
    processes.iter().map(|(name, metrics)| ((*name).to_owned(), owned(metrics))).collect()
}

#[test]
fn each_program_has_what_is_linked_into_it_and_other_libraries_what_they_bring() {
    let [orders, returns] = ORDERS;
    assert_eq!(
        processes(&catalog(depot(), &[])),
        expected(&[
            ("plain", &[]),
            ("plugin", &["depot_calls_total", orders, returns]),
            ("shop", &["depot_customers", "depot_doors_open", orders, returns]),
            ("storage", &["depot_readings_total", "depot_shelves_full"]),
        ])
    );
}

#[test]
fn a_package_is_looked_at_with_what_it_depends_on() {
    let [orders, returns] = ORDERS;
    let of = |package: &str| processes(&catalog(depot(), &["--package", package]));
    assert_eq!(of("shop"), expected(&[("shop", &["depot_customers", "depot_doors_open", orders, returns])]));
    assert_eq!(of("orders"), expected(&[("orders", &ORDERS)]));
    assert_eq!(of("storage"), expected(&[("storage", &["depot_readings_total", "depot_shelves_full"])]));
}

#[test]
fn a_library_that_is_alone_is_so_without_what_depends_on_it() {
    let alone = processes(&catalog(depot(), &["--package=shelf"]));
    assert_eq!(alone, expected(&[("shelf", &["depot_shelves_full"])]));
}

#[test]
fn features_are_those_that_are_asked_for() {
    let heavy = processes(&catalog(depot(), &["--package=shelf", "--features=shelf/heavy"]));
    assert_eq!(heavy, expected(&[("shelf", &["depot_heavy_shelves_full", "depot_shelves_full"])]));
    let advice = "write it with `cargo lowcard lock --features=shelf/heavy --profile=dev`, and commit it";
    let missing = lowcard(depot(), &["lock", "--check", "--features=shelf/heavy", "--profile=dev"]);
    assert!(missing.code == 100 && missing.out.contains(advice), "{}{}", missing.out, missing.err);
}

#[test]
fn places_are_relative_to_the_workspace() {
    let catalog = catalog(&depot().join("crates/shop"), &["--package=shop"]);
    let files: Vec<&str> =
        catalog["metrics"].as_array().unwrap().iter().map(|metric| metric["file"].as_str().unwrap()).collect();
    assert_eq!(
        files,
        [
            "crates/shop/src/main.rs",
            "crates/shop/src/lib.rs",
            "crates/orders/src/lib.rs",
            "crates/orders/src/returns.rs"
        ]
    );
}

#[test]
fn a_manifest_can_be_named_from_anywhere() {
    let elsewhere = tempfile::tempdir().unwrap();
    let manifest = depot().join("crates/plain/Cargo.toml");
    let named = catalog(elsewhere.path(), &["--package=shop", "--manifest-path", manifest.to_str().unwrap()]);
    assert_eq!(named, catalog(depot(), &["--package=shop"]));
}

#[test]
fn check_reads_the_same_and_misses_the_lock() {
    let ran = lowcard(depot(), &["check"]);
    let errors: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(
        errors,
        ["error: there is no `metrics.lock`, so that no change of the metrics can be seen [lock/missing]"]
    );
    assert!(ran.out.ends_with("\nchecked 7 metrics in 5 crates: 1 error, 2 warnings\n"), "{}", ran.out);
    assert_eq!((ran.code, ran.err.as_str()), (100, ""));
}
