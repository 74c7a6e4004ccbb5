//! Expositions that were saved, and what is said of them.

use std::fs;

use serde_json::Value;

use crate::shop::{GOOD, Shop};

/// With something of everything.
const BAD: &str = r#"# TYPE shop_orders counter
# HELP shop_orders All the orders.
shop_orders_total{channel="app",country="at"} 2
shop_orders_total{channel="fax",country="at"} 1
shop_orders_total{channel="fax",country="be"} 1
shop_orders_total{channel="web",country="cz"} 1
shop_orders_total{channel="web",country="other"} 1
shop_orders_total{channel="web",country="\u001b"} 1
shop_orders_total{channel="web"country="de"} 1
# TYPE shop_users gauge
shop_users{user="anna"} 1
# TYPE lowcard_label_overflow counter
lowcard_label_overflow_total{label="country"} 3
# TYPE up gauge
up 1
# EOF
"#;

#[test]
fn an_exposition_that_is_as_declared_is_clean() {
    let shop = Shop::new();
    fs::write(shop.path().join("good.txt"), GOOD).unwrap();
    let said = shop.scrape(&["good.txt"]);
    assert_eq!(
        said.out,
        "family               series  worst case  share\n\
         shop_orders_total         3          10    30%\n  \
           channel, 2 values: web (2), app (1)\n  \
           country, 2 values: at (2), be (1)\n\
         1 more                    1           -      -\n\
         note: declared and not exposed: shop_baskets\n"
    );
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(shop.scrape_with(&["-"], GOOD.as_bytes()).out, said.out);
}

#[test]
fn what_differs_is_found_in_its_line() {
    let said = Shop::new().scrape_with(&["-"], BAD.replace("\\u001b", "\u{1b}").as_bytes());
    assert_eq!(said.code, 100, "{}", said.err);
    for found in [
        "`channel` of `shop_orders_total` is `fax`, which is not declared",
        "<stdin>:4:1",
        "`shop_users` is exposed, with 1 series, and nobody declared it",
        "<stdin>:10:1",
        "a value of the label `country` found no room under its cap, 3 times",
        "<stdin>:13:1",
        "error: 1 line can't be read, for which Prometheus refuses the whole scrape: line 9: neither `,` nor `}`",
        "note: the HELP text of `shop_orders_total` is another one than the declared: All the orders.",
        "country, 5 values; most series have at (2), \\u{1b} (1), be (1)\n",
        "2 more ",
    ] {
        assert!(said.out.contains(found), "{found}\n{}", said.out);
    }
    assert!(!said.out.contains('\u{1b}'), "{:?}", said.out);
    assert!(!said.out.contains("`up`"), "{}", said.out);
}

#[test]
fn undeclared_metrics_outside_of_the_namespace_are_found_when_that_is_asked_for() {
    let said = Shop::new().scrape_with(&["-", "--all"], b"up 1\nprocess_open_fds 3\ngo_goroutines 7\n");
    assert!(said.out.contains("`up` is exposed, with 1 series, and nobody declared it"), "{}", said.out);
    assert!(!said.out.contains("`process_open_fds`") && !said.out.contains("`go_goroutines`"), "{}", said.out);
    assert_eq!(said.code, 0, "it is a warning");
}

#[test]
fn without_a_namespace_it_is_said_that_nothing_is_looked_for() {
    let shop = Shop::new();
    fs::write(shop.path().join("lowcard.toml"), "").unwrap();
    let said = shop.scrape_with(&["-"], b"shop_users 1\n");
    assert!(said.out.contains("note: the policy has no namespace"), "{}", said.out);
    assert!(!said.out.contains("scrape/undeclared"), "{}", said.out);
}

#[test]
fn the_policy_may_except_and_change_levels() {
    let shop = Shop::new();
    let policy = "namespace = \"shop\"\n[lints]\n\"scrape/undeclared\" = \"deny\"\n\
                  [[exception]]\nrule = \"scrape/mismatch\"\nmetric = \"shop_orders_total\"\nlabel = \"channel\"\n\
                  reason = \"old tills\"\n";
    fs::write(shop.path().join("lowcard.toml"), policy).unwrap();
    let said = shop.scrape_with(
        &["-"],
        b"# TYPE shop_orders_total counter\nshop_orders_total{channel=\"fax\",country=\"at\"} 1\n",
    );
    assert_eq!(said.code, 0, "{}", said.out);
    let said = shop.scrape_with(&["-"], b"shop_users 1\n");
    assert_eq!(said.code, 100, "{}", said.out);
}

#[test]
fn the_report_is_one_object_in_json() {
    let said = Shop::new().scrape_with(&["-", "--format", "json"], BAD.as_bytes());
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let orders = &report["families"][0];
    assert_eq!(orders["name"], "shop_orders_total");
    assert_eq!((&orders["series"], &orders["worst_case"]), (&6.into(), &10.into()));
    assert_eq!(orders["labels"][0]["top"][0], serde_json::json!({ "value": "web", "series": 3 }));
    assert_eq!(report["families"][1]["worst_case"], Value::Null);
    assert_eq!(report["others"], serde_json::json!({ "families": 2, "series": 2 }));
    assert_eq!(report["notes"].as_array().unwrap().len(), 2);
    let mismatch = report["findings"].as_array().unwrap().iter().find(|found| found["rule"] == "scrape/mismatch");
    assert_eq!(mismatch.unwrap()["place"]["start"]["line"], 4);
    assert_eq!(mismatch.unwrap()["level"], "deny");
    assert_eq!(said.code, 100);
}

#[test]
fn what_is_no_exposition_is_refused() {
    let shop = Shop::new();
    fs::write(shop.path().join("page.html"), "<!DOCTYPE html>\n<p>Hello\n").unwrap();
    fs::write(shop.path().join("empty.txt"), "# EOF\n").unwrap();
    fs::write(shop.path().join("metrics.gz"), b"\x1f\x8b\x08\x00").unwrap();
    let said = |target| shop.scrape(&[target]);
    for (target, message) in [
        ("page.html", "error: page.html is not an exposition: line 1: `<!DOCTYPE html>` does not start with a name\n"),
        ("empty.txt", "error: empty.txt has no metrics: there is nothing to hold to what was declared\n"),
        ("metrics.gz", "error: metrics.gz is compressed (gzip), which was not asked for\n"),
        (
            "localhost:9090",
            "error: localhost:9090 can't be read: No such file or directory (os error 2)\n  help: if it is an address, write `http://localhost:9090`\n",
        ),
        (
            "https://shop.example/metrics",
            "error: https://shop.example/metrics can't be asked: cargo-lowcard does not speak TLS\n  help: let another client ask: `curl -fsSL https://shop.example/metrics | cargo lowcard scrape -`\n",
        ),
        ("ftp://shop.example", "error: `ftp` is not a scheme that can be scraped\n"),
    ] {
        let said = said(target);
        assert!(said.err.starts_with(message), "{}", said.err);
        assert_eq!((said.code, said.out.as_str()), (101, ""));
    }
}

#[test]
fn a_lock_or_a_binary_that_can_not_be_read_is_refused() {
    let shop = Shop::new();
    let said = shop.scrape_with(&["-", "--binary", "src/lib.rs"], GOOD.as_bytes());
    assert_eq!(said.code, 101);
    assert!(said.err.contains("src/lib.rs"), "{}", said.err);
    let said = shop.scrape_with(&["-", "--binary", env!("CARGO_BIN_EXE_cargo-lowcard")], GOOD.as_bytes());
    assert_eq!(said.code, 101);
    assert!(said.err.contains("there are no lowcard metrics in"), "{}", said.err);
    fs::write(shop.path().join("metrics.lock"), "version = 9\n").unwrap();
    let said = shop.scrape_with(&["-"], GOOD.as_bytes());
    assert_eq!(said.code, 101);
    assert!(said.err.contains("is of version 9"), "{}", said.err);
}
