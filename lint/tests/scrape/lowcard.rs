//! A program of this workspace: what its endpoint exposes is what its binary declares.

use lowcard::{Counter, Endpoint, Histogram, Interned, LabelSet, LabelValue, Metrics, Registry};

use crate::shop::Shop;

#[derive(Clone, Copy, LabelValue)]
enum Channel {
    App,
    Web,
}

#[derive(Clone, Copy, LabelValue)]
#[label(max = 2)]
struct Warehouse(Interned);

#[derive(Clone, Copy, LabelSet)]
#[labels(category = "orders")]
struct Order {
    channel: Channel,
    warehouse: Warehouse,
}

#[derive(Metrics)]
#[metrics(prefix = "till", category = "orders")]
struct TillMetrics {
    /// Orders placed.
    orders_total: Counter<Order>,
    /// Time to place an order.
    #[metric(buckets = [0.1, 0.5, 1.0])]
    order_duration_seconds: Histogram,
}

#[test]
fn an_endpoint_is_what_its_binary_declares() {
    let registry = Registry::new();
    let metrics = TillMetrics::register(&registry).unwrap();
    metrics.order_duration_seconds.observe(0.2);
    for warehouse in ["north", "south"] {
        metrics.orders_total.with(Order { channel: Channel::Web, warehouse: Warehouse::from(warehouse) }).inc();
    }
    metrics.orders_total.with(Order { channel: Channel::App, warehouse: Warehouse::from("north") }).inc();
    let server = Endpoint::new(registry).serve("127.0.0.1:0").unwrap();
    let url = format!("http://{}/metrics", server.local_addr());
    let this = std::env::current_exe().unwrap();
    let scrape = || Shop::new().scrape(&[&url, "--all", "--binary", this.to_str().unwrap()]);

    let said = scrape();
    assert!(
        said.out.contains("demo_till_orders_total                   3           6    50%\n"),
        "{}{}",
        said.out,
        said.err
    );
    assert!(said.out.contains("demo_till_order_duration_seconds         6           6   100%\n"), "{}", said.out);
    assert!(!said.out.contains("warning") && !said.out.contains("error"), "{}", said.out);
    assert_eq!((said.code, said.err.as_str()), (0, ""));

    let elsewhere = Shop::new();
    std::fs::remove_file(elsewhere.path().join("Cargo.toml")).unwrap();
    let said = elsewhere.scrape(&[&url, "--binary", this.to_str().unwrap()]);
    assert!(said.code == 0 && said.out.contains("demo_till_orders_total"), "no workspace is needed: {said:?}");
    assert_eq!(elsewhere.scrape(&[&url]).code, 101, "without a binary, it is");

    let _third = Warehouse::from("west");
    let said = scrape();
    assert!(said.out.contains("a value of the label `warehouse` found no room under its cap, 1 times"), "{}", said.out);
    assert_eq!(said.code, 0, "it is a warning");
}
