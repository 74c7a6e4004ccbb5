//! What was found in several processes is one list, and each process knows its part of it.

use lowcard_schema::record::Record;
use lowcard_schema::{Definition, Kind, Site};

use super::Catalog;

const SITE: Site =
    Site { package: "shop", version: "1.0.0", module: "shop", file: "src/metrics.rs", line: 1, column: 1 };

fn counter(name: &str, line: u32) -> Record {
    let mut record = Record::from(&Definition::new("", Kind::Counter, "Help.", SITE));
    name.clone_into(&mut record.name);
    record.site.line = line;
    record
}

fn catalog(processes: &[(&str, &[Record])]) -> Catalog {
    Catalog::new(processes.iter().map(|(name, records)| ((*name).to_owned(), records.to_vec())))
}

fn names<'c>(metrics: impl Iterator<Item = &'c Record>) -> Vec<&'c str> {
    metrics.map(|metric| metric.name.as_str()).collect()
}

#[test]
fn a_definition_that_processes_share_is_there_once() {
    let (orders, jobs) = (counter("orders_total", 1), counter("jobs_total", 2));
    let catalog = catalog(&[("shop", &[orders.clone(), jobs.clone()]), ("worker", &[jobs]), ("idle", &[])]);
    assert_eq!(names(catalog.metrics.iter()), ["jobs_total", "orders_total"]);
    let parts: Vec<&[usize]> = catalog.processes.iter().map(|process| process.metrics.as_slice()).collect();
    assert_eq!(parts, [&[0, 1][..], &[0], &[]]);
    assert_eq!(names(catalog.of(&catalog.processes[0])), ["jobs_total", "orders_total"]);
}

#[test]
fn what_a_process_lists_twice_it_has_once() {
    let orders = counter("orders_total", 1);
    let catalog = catalog(&[("shop", &[orders.clone(), orders])]);
    assert_eq!(catalog.processes[0].metrics, [0]);
}

#[test]
fn variants_of_one_place_are_kept_apart_and_each_once() {
    let small = [counter("orders_total", 1)];
    let large = Record { worst_case: Some(200), ..small[0].clone() };
    let catalog = catalog(&[("a", &small), ("b", &[large]), ("c", &small)]);
    assert_eq!(catalog.metrics.len(), 2);
    assert_eq!(catalog.processes[0].metrics, catalog.processes[2].metrics);
    assert_ne!(catalog.processes[0].metrics, catalog.processes[1].metrics);
}

#[test]
fn definitions_are_found_by_their_name() {
    let catalog = catalog(&[("shop", &[counter("b_total", 1), counter("a_total", 2), counter("b_total", 3)])]);
    assert_eq!(names(catalog.named("b_total")), ["b_total", "b_total"]);
    for absent in ["", "a", "b", "c_total"] {
        assert_eq!(catalog.named(absent).count(), 0, "{absent}");
    }
    assert_eq!(Catalog::default().named("a_total").count(), 0);
}

#[test]
fn a_sum_that_no_number_can_hold_is_none() {
    let sum = |counts: [Option<u64>; 2]| {
        let records = vec![
            Record { worst_case: counts[0], ..counter("a", 1) },
            Record { worst_case: counts[1], ..counter("b", 1) },
        ];
        let catalog = Catalog::new([("shop".to_owned(), records)]);
        catalog.series(&catalog.processes[0])
    };
    assert_eq!(sum([Some(2), Some(3)]), Some(5));
    assert_eq!(sum([Some(2), None]), None);
    assert_eq!(sum([Some(2), Some(u64::MAX)]), None);
}
