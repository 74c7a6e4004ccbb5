//! Every definition leaves a record in the link section of the finished program, which is read without running it.
#![expect(clippy::unwrap_used, reason = "a program that can't be read fails the test")]

use std::process::Command;
use std::{env, fs};

use lowcard::__private::schema::record::{Record, SECTION, records};
use lowcard::{Counter, Histogram, LabelSet, LabelValue, Metrics, Native, metric};
use object::{Object, ObjectSection};

#[derive(LabelValue)]
enum Outcome {
    Delivered,
    Failed,
}

#[derive(LabelSet)]
struct Delivery {
    outcome: Outcome,
}

/// Never touched: "quoted", with \ and 🦀.
#[metric(stability = "alpha")]
static UNTOUCHED_TOTAL: Counter<Delivery>;

#[derive(Metrics)]
#[expect(dead_code, reason = "the same for a field")]
struct DeliveryMetrics {
    /// Time to deliver.
    #[metric(buckets = [0.5, 1.5])]
    delivery_seconds: Histogram<Delivery>,
    /// Bytes delivered at once.
    #[metric(native(schema = -2))]
    delivery_bytes: Histogram,
}

#[test]
fn a_program_holds_the_records_of_its_definitions() {
    let program = fs::read(env::current_exe().unwrap()).unwrap();
    assert_eq!(read(&program), defined());
    let names: Vec<String> = defined().into_iter().map(|record| record.name).collect();
    assert_eq!(names, ["app_delivery_bytes", "app_delivery_seconds", "app_untouched_total"]);
}

#[test]
fn a_native_histogram_is_recorded_as_one() {
    let native: Vec<Option<Native>> = defined().into_iter().map(|record| record.native).collect();
    assert_eq!(native, [Some(Native { schema: -2, ..Native::DEFAULT }), None, None]);
}

#[test]
fn stripping_a_program_leaves_the_records() {
    let stripped = env::temp_dir().join(format!("lowcard-stripped-{}", std::process::id()));
    let strip = Command::new("strip").arg("-o").arg(&stripped).arg(env::current_exe().unwrap()).status().unwrap();
    assert!(strip.success());
    let program = fs::read(&stripped).unwrap();
    fs::remove_file(stripped).unwrap();
    assert_eq!(read(&program), defined());
}

/// The values are used, so that no label of them is dead code.
#[test]
fn every_outcome_is_a_value() {
    assert_eq!(
        [Outcome::Delivered, Outcome::Failed].map(|outcome| Outcome::text(outcome.ordinal())),
        ["delivered", "failed"]
    );
}

fn read(program: &[u8]) -> Vec<Record> {
    let file = object::File::parse(program).unwrap();
    let section = file.section_by_name(SECTION).unwrap();
    let mut records: Vec<Record> = records(section.data().unwrap()).collect::<Result<_, _>>().unwrap();
    records.sort_by(|left, right| left.name.cmp(&right.name));
    records
}

/// The same, as the running program knows it.
fn defined() -> Vec<Record> {
    lowcard::definitions().map(Record::from).collect()
}
