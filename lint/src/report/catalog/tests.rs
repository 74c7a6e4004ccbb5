//! What is long, rare or meant to do harm, in every form.

use lowcard_schema::record::{DeprecationRecord, DomainRecord, LabelRecord, Record};
use lowcard_schema::{Definition, Kind, Site};

use super::{CatalogFormat, catalog};
use crate::catalog::Catalog;

const SITE: Site = Site { package: "shop", version: "1", module: "shop", file: "src/lib.rs", line: 1, column: 1 };

fn label(name: &str, domain: DomainRecord) -> LabelRecord {
    LabelRecord { name: name.to_owned(), domain }
}

fn closed(values: &[&str]) -> DomainRecord {
    DomainRecord::Closed(values.iter().map(|&value| value.to_owned()).collect())
}

/// Every kind of label, texts that try to leave their cell, and more series than can be counted.
fn printed(format: CatalogFormat, budget: Option<u64>) -> String {
    let record = Record {
        help: "A | b,\nand `c`_d_.".to_owned(),
        labels: vec![
            label("few", closed(&["a", "b", "c", "d", "e"])),
            label("many", closed(&["a", "b", "c", "d", "e", "f"])),
            label("odd", closed(&["a|b", "`", "", "\u{1b}[2J"])),
            label("route", DomainRecord::Capped { max: 200, overflow: "other".to_owned() }),
            label("version", DomainRecord::Constant),
        ],
        deprecated: Some(DeprecationRecord { since: None, replaced_by: Some("orders".to_owned()) }),
        worst_case: None,
        ..Record::from(&Definition::new("orders_total", Kind::Counter, "", SITE))
    };
    let mut out = Vec::new();
    catalog(&Catalog::new([("shop".to_owned(), vec![record])]), budget, format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_table_cuts_long_lists_and_shows_what_controls_a_terminal() {
    let labels = r"few{a,b,c,d,e} many{a,b,c,d,…2 more} odd{a|b,`,,\u{1b}[2J} route{200+other} version";
    let expected = format!(
        "\
METRIC        TYPE     UNIT  {:83}          SERIES  PACKAGE
orders_total  counter        {labels}  more than 2^64  shop

shop: 1 metric, at most more than 2^64 series
",
        "LABELS"
    );
    assert_eq!(printed(CatalogFormat::Table, None), expected);
}

#[test]
fn a_table_of_nothing_says_so() {
    let mut out = Vec::new();
    catalog(&Catalog::default(), None, CatalogFormat::Table, &mut out).unwrap();
    assert_eq!(out, b"No metrics are declared.\n");
}

#[test]
fn markdown_names_everything_in_one_line() {
    let shown = printed(CatalogFormat::Markdown, Some(10));
    assert_eq!(
        shown.lines().nth(2).unwrap(),
        concat!(
            "| `orders_total` | counter |  | `few`: `a`, `b`, `c`, `d`, `e`<br>`many`: `a`, `b`, `c`, `d`, `e`, `f`",
            r#"<br>`odd`: `a\|b`, `` ` ``, `""`, `\u{1b}[2J`<br>`route`: at most 200 values, then `other`"#,
            r"<br>`version`: one value | more than 2^64 | A \| b, and \`c\`\_d\_. Deprecated: use `orders`. | `shop` |",
        )
    );
    assert!(shown.ends_with("| `shop` | 1 metric, at most more than 2^64 of 10 series |\n"), "{shown}");
}

#[test]
fn json_has_no_number_where_there_is_none() {
    let shown: serde_json::Value = serde_json::from_str(&printed(CatalogFormat::Json, None)).unwrap();
    assert_eq!(shown["metrics"][0]["series"], serde_json::Value::Null);
    assert_eq!(shown["metrics"][0]["labels"][2]["values"][3], "\u{1b}[2J");
    assert_eq!(shown["processes"][0]["budget"], serde_json::Value::Null);
}
