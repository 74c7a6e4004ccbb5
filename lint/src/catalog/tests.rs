//! How catalogs are put together.

use lowcard_schema::record::Record;
use lowcard_schema::{Definition, Kind, Site};

use super::Catalog;

const SITE: Site = Site { package: "shop", version: "1", module: "shop", file: "src/lib.rs", line: 1, column: 1 };

fn record(name: &'static str, worst_case: Option<u64>) -> Record {
    Record { worst_case, ..Record::from(&Definition::new(name, Kind::Counter, "Orders.", SITE)) }
}

#[test]
fn metrics_are_listed_once_however_many_processes_have_them() {
    // The same place says different things, as where two programs are built with different features.
    let (a, b, other) = (record("a", Some(1)), record("b", Some(1)), record("a", Some(2)));
    let both = [("one", vec![b.clone(), a.clone(), other.clone()]), ("two", vec![a.clone(), other.clone(), a.clone()])];
    let catalog = Catalog::new(both.map(|(name, records)| (name.to_owned(), records)));
    assert_eq!(catalog.metrics, [a, other, b]);
    let places: Vec<&[usize]> = catalog.processes.iter().map(|process| &*process.metrics).collect();
    assert_eq!(places, [&[0, 1, 2][..], &[0, 1]]);
}

#[test]
fn a_sum_that_no_number_can_hold_is_none() {
    let sum = |counts: [Option<u64>; 2]| {
        let records = vec![record("a", counts[0]), record("b", counts[1])];
        let catalog = Catalog::new([("shop".to_owned(), records)]);
        catalog.series(&catalog.processes[0])
    };
    assert_eq!(sum([Some(2), Some(3)]), Some(5));
    assert_eq!(sum([Some(2), None]), None);
    assert_eq!(sum([Some(2), Some(u64::MAX)]), None);
}
