//! prometheus-static-metric: enums in front of prometheus. It stores and scrapes as that does.

use prometheus::Registry;
use prometheus_static_metric::make_static_metric;

use super::prometheus::{counters, histograms, scrape};
use crate::subject::Subject;
use crate::workload::{DURATION, Operation, REQUESTS};

// The values are those of `labels`, which the macro has to read itself.
make_static_metric! {
    pub label_enum Method { get, post, put, delete, head, options, patch }
    pub label_enum Path {
        v1_carts, v1_carts_id, v1_carts_id_items, v1_customers, v1_customers_id, v1_invoices, v1_invoices_id,
        v1_orders, v1_orders_id, v1_orders_id_items, v1_payments, v1_payments_id, v1_products, v1_products_id,
        v1_reviews, v1_search
    }
    pub label_enum Status {
        ok, created, no_content, bad_request, unauthorized, not_found, conflict, internal_error
    }
    pub struct Requests: IntCounter { "method" => Method, "path" => Path, "status" => Status }
    pub struct Durations: Histogram { "method" => Method, "path" => Path }
}

const METHODS: [Method; 7] =
    [Method::get, Method::post, Method::put, Method::delete, Method::head, Method::options, Method::patch];
const PATHS: [Path; 16] = [
    Path::v1_carts,
    Path::v1_carts_id,
    Path::v1_carts_id_items,
    Path::v1_customers,
    Path::v1_customers_id,
    Path::v1_invoices,
    Path::v1_invoices_id,
    Path::v1_orders,
    Path::v1_orders_id,
    Path::v1_orders_id_items,
    Path::v1_payments,
    Path::v1_payments_id,
    Path::v1_products,
    Path::v1_products_id,
    Path::v1_reviews,
    Path::v1_search,
];
const STATUSES: [Status; 8] = [
    Status::ok,
    Status::created,
    Status::no_content,
    Status::bad_request,
    Status::unauthorized,
    Status::not_found,
    Status::conflict,
    Status::internal_error,
];

/// Finds the child by a `match` for each label.
pub struct Count {
    registry: Registry,
    requests: Requests,
}

impl Subject for Count {
    const NAME: &'static str = "prometheus-static-metric get(enum)";
    type Step = (Method, Path, Status);

    fn new() -> Self {
        let registry = Registry::new();
        let requests = Requests::from(&counters(&registry, REQUESTS, &["method", "path", "status"]));
        Self { registry, requests }
    }

    fn step(operation: Operation) -> Self::Step {
        (
            METHODS[usize::from(operation.method)],
            PATHS[usize::from(operation.path)],
            STATUSES[usize::from(operation.status)],
        )
    }

    #[inline]
    fn record(&self, (method, path, status): Self::Step) {
        self.requests.get(method).get(path).get(status).inc();
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}

/// Finds the child by a `match` for each label.
pub struct Observe {
    registry: Registry,
    durations: Durations,
}

impl Subject for Observe {
    const NAME: &'static str = "prometheus-static-metric get(enum)";
    type Step = (Method, Path, f64);

    fn new() -> Self {
        let registry = Registry::new();
        let durations = Durations::from(&histograms(&registry, DURATION));
        Self { registry, durations }
    }

    fn step(operation: Operation) -> Self::Step {
        (METHODS[usize::from(operation.method)], PATHS[usize::from(operation.path)], operation.value)
    }

    #[inline]
    fn record(&self, (method, path, value): Self::Step) {
        self.durations.get(method).get(path).observe(value);
    }

    fn scrape(&self) -> String {
        scrape(&self.registry)
    }
}
