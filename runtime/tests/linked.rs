//! The metrics of a program find each other through the linker, written as the macros write them.

use lowcard::__private::linkme::distributed_slice;
use lowcard::__private::{Declaration, ENTRIES, Entry};
use lowcard::{Counter, Definition, Gauge, Histogram, Kind, Number, Registry, Site, definitions, register_all};

const fn definition(name: &'static str, kind: Kind, package: &'static str) -> Definition {
    let site = Site { package, version: "0.1.0", module: "shop", file: "src/a.rs", line: 1, column: 1 };
    Definition { number: Number::U64, ..Definition::new(name, kind, "Help.", site) }
}

static LATE: Declaration = Declaration::new(definition("app_z_total", Kind::Counter, "shop"), &[]);
static LATE_COUNTER: Counter = Counter::declared(&LATE);
#[distributed_slice(ENTRIES)]
#[linkme(crate = lowcard::__private::linkme)]
static LATE_ENTRY: Entry = Entry::of_static(&LATE, &LATE_COUNTER);

/// Its family has the name that the counter's has, so it is refused, or the counter is.
static OVERLAPPING: Declaration = Declaration::new(definition("app_z", Kind::Histogram, "shop"), &[]);
static OVERLAPPING_HISTOGRAM: Histogram = Histogram::declared(&OVERLAPPING);
#[distributed_slice(ENTRIES)]
#[linkme(crate = lowcard::__private::linkme)]
static OVERLAPPING_ENTRY: Entry = Entry::of_static(&OVERLAPPING, &OVERLAPPING_HISTOGRAM);

static SAME_NAME: Declaration = Declaration::new(definition("app_z_total", Kind::Counter, "app"), &[]);
static SAME_NAME_COUNTER: Counter = Counter::declared(&SAME_NAME);
#[distributed_slice(ENTRIES)]
#[linkme(crate = lowcard::__private::linkme)]
static SAME_NAME_ENTRY: Entry = Entry::of_static(&SAME_NAME, &SAME_NAME_COUNTER);

static FREE: Declaration = Declaration::new(definition("app_free", Kind::Gauge, "shop"), &[]);
static FREE_GAUGE: Gauge = Gauge::declared(&FREE);
#[distributed_slice(ENTRIES)]
#[linkme(crate = lowcard::__private::linkme)]
static FREE_ENTRY: Entry = Entry::of_static(&FREE, &FREE_GAUGE);

static FIELD: Declaration = Declaration::new(definition("app_a", Kind::Gauge, "shop"), &[]);
#[distributed_slice(ENTRIES)]
#[linkme(crate = lowcard::__private::linkme)]
static FIELD_ENTRY: Entry = Entry::of_field(&FIELD);

#[test]
fn definitions_are_listed_by_name_and_then_by_site() {
    let listed: Vec<_> = definitions().map(|definition| (definition.name, definition.site.package)).collect();
    let expected =
        [("app_a", "shop"), ("app_free", "shop"), ("app_z", "shop"), ("app_z_total", "app"), ("app_z_total", "shop")];
    assert_eq!(listed, expected);
}

#[test]
fn all_that_can_be_is_registered_and_the_rest_is_named() {
    for _ in 0..2 {
        assert_eq!(register_all().map_err(|errors| errors.iter().count()), Err(2));
    }
    let text = Registry::global().encode_text();
    assert!(text.contains("\napp_free 0\n"), "{text}");
    assert_eq!(text.matches("# TYPE app_z").count(), 1, "{text}");
    assert!(!text.contains("app_a"), "{text}");
    assert_eq!(Registry::global().refused().len(), 2, "each is remembered once");
}
