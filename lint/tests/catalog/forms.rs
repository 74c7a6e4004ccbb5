//! How a catalog is printed.

use crate::depot::depot;
use crate::run::lowcard;

#[test]
fn a_table_for_people() {
    let ran = lowcard(depot(), &["catalog", "--package=shop"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out,
        "\
METRIC                TYPE       UNIT     LABELS                   SERIES  PACKAGE
depot_customers       gauge                                             1  shop
depot_doors_open      gauge                                             1  shop
depot_orders_total    counter             outcome{placed,refused}       2  orders
depot_return_seconds  histogram  seconds                                5  orders

shop: 4 metrics, at most 9 of 500 series
"
    );
}

#[test]
fn a_table_for_documentation() {
    let ran = lowcard(depot(), &["catalog", "--package=orders", "--format=markdown"]);
    assert_eq!(
        ran.out,
        "\
| metric | type | unit | labels | series | help | package |
|---|---|---|---|--:|---|---|
| `depot_orders_total` | counter |  | `outcome`: `placed`, `refused` | 2 | Orders that came in. | `orders` |
| `depot_return_seconds` | histogram | seconds |  | 5 | Time until an order came back. | `orders` |

| process | metrics and series |
|---|---|
| `orders` | 2 metrics, at most 7 of 500 series |
"
    );
}

#[test]
fn an_object_for_programs() {
    let ran = lowcard(depot(), &["catalog", "--package=orders", "--format=json"]);
    let catalog: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        catalog,
        serde_json::json!({
            "version": 1,
            "metrics": [
                {
                    "name": "depot_orders_total",
                    "type": "counter",
                    "number": "u64",
                    "unit": null,
                    "help": "Orders that came in.",
                    "labels": [{ "name": "outcome", "domain": "closed", "values": ["placed", "refused"] }],
                    "buckets": [],
                    "native": null,
                    "category": null,
                    "stability": null,
                    "deprecated": null,
                    "max_series": null,
                    "series": 2,
                    "package": "orders",
                    "package_version": "0.0.0",
                    "module": "orders",
                    "file": "crates/orders/src/lib.rs",
                    "line": 21,
                    "column": 8,
                },
                {
                    "name": "depot_return_seconds",
                    "type": "histogram",
                    "number": "f64",
                    "unit": "seconds",
                    "help": "Time until an order came back.",
                    "labels": [],
                    "buckets": [30.0, 300.0],
                    "native": null,
                    "category": null,
                    "stability": null,
                    "deprecated": null,
                    "max_series": null,
                    "series": 5,
                    "package": "orders",
                    "package_version": "0.0.0",
                    "module": "orders::returns",
                    "file": "crates/orders/src/returns.rs",
                    "line": 7,
                    "column": 8,
                },
            ],
            "processes": [{ "name": "orders", "metrics": [0, 1], "series": 7, "budget": 500 }],
        })
    );
}

#[test]
fn the_help_names_every_option() {
    let ran = lowcard(depot(), &["catalog", "--help"]);
    assert_eq!(ran.code, 0);
    for option in
        ["--binary <PATH>", "--format <FORMAT>", "--package <SPEC>", "--features", "--target", "--release", "--profile"]
    {
        assert!(ran.out.contains(option), "{option} is missing in\n{}", ran.out);
    }
    assert!(ran.out.contains("Usage: cargo lowcard catalog [OPTIONS]"));
}
