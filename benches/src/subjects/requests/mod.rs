//! Who answers requests, and what observes them there. All have the same routes. The first of each place is what the others
//! in it are compared with.

mod by_hand;
mod facade;
mod floors;
mod lowcard;
mod observing;
mod routes;

use super::disabled::turn_metrics_off;
use crate::service::{Answers, Place, ServiceEntry, answers};
use crate::workload::Names;
use routes::routes;

/// With metrics.
pub const SERVICES: &[ServiceEntry] = &[
    BARE,
    ServiceEntry {
        name: "floor: atomics, Router::layer",
        place: Place::Layer,
        names: Some(Names::OURS),
        set_up: floors::by_layer,
    },
    ServiceEntry {
        name: "floor: atomics, around the router",
        place: Place::Around,
        names: Some(Names::OURS),
        set_up: floors::around,
    },
    ServiceEntry {
        name: "floor: atomics, Handler::layer",
        place: Place::Handler,
        names: Some(Names::OURS),
        set_up: floors::in_handlers,
    },
    PASSED_THROUGH,
    LOWCARD_BY_LAYER,
    LOWCARD_AROUND,
    LOWCARD_AROUND_FOR_AXUM,
    ServiceEntry {
        name: "prometheus, a layer by hand",
        place: Place::Layer,
        names: Some(Names::OURS),
        set_up: by_hand::by_layer,
    },
    ServiceEntry {
        name: "prometheus, middleware::from_fn",
        place: Place::Layer,
        names: Some(Names::OURS),
        set_up: by_hand::by_function,
    },
    ServiceEntry {
        name: AXUM_PROMETHEUS,
        place: Place::Layer,
        names: Some(facade::AXUM_PROMETHEUS),
        set_up: facade::axum_prometheus,
    },
    ServiceEntry {
        name: "axum-metrics",
        place: Place::Layer,
        names: Some(facade::AXUM_METRICS),
        set_up: facade::axum_metrics,
    },
];

/// What lowcard is held against.
pub const AXUM_PROMETHEUS: &str = "axum-prometheus";

/// Without metrics, in a process that has turned them off.
pub const DISABLED_SERVICES: &[ServiceEntry] = &[
    BARE,
    PASSED_THROUGH,
    ServiceEntry { names: None, set_up: || without_metrics(lowcard::by_layer), ..LOWCARD_BY_LAYER },
    ServiceEntry { names: None, set_up: || without_metrics(lowcard::around), ..LOWCARD_AROUND },
    ServiceEntry { names: None, set_up: || without_metrics(lowcard::around_for_axum), ..LOWCARD_AROUND_FOR_AXUM },
];

/// Without anything that observes.
pub const BARE: ServiceEntry = ServiceEntry {
    name: "axum, bare",
    place: Place::Nowhere,
    names: None,
    set_up: || answers(routes!().with_state(()), silent),
};

/// What `Router::layer` itself costs.
pub const PASSED_THROUGH: ServiceEntry = ServiceEntry {
    name: "floor: a layer that passes through",
    place: Place::Layer,
    names: None,
    set_up: floors::passing_through,
};

/// In each route.
pub const LOWCARD_BY_LAYER: ServiceEntry = ServiceEntry {
    name: "**lowcard** Router::layer",
    place: Place::Layer,
    names: Some(lowcard::BY_LAYER),
    set_up: lowcard::by_layer,
};

/// Around the router, whose answers have bodies of lowcard's.
pub const LOWCARD_AROUND: ServiceEntry = ServiceEntry {
    name: "**lowcard** around the router",
    place: Place::Around,
    names: Some(lowcard::AROUND),
    set_up: lowcard::around,
};

/// Around the router, whose answers have bodies of axum's, as its own server wants them.
pub const LOWCARD_AROUND_FOR_AXUM: ServiceEntry = ServiceEntry {
    name: "**lowcard** around the router, for axum::serve",
    place: Place::Around,
    names: Some(lowcard::AROUND_FOR_AXUM),
    set_up: lowcard::around_for_axum,
};

fn without_metrics(set_up: fn() -> Box<dyn Answers>) -> Box<dyn Answers> {
    turn_metrics_off();
    set_up()
}

/// A service that exposes nothing.
fn silent() -> String {
    String::new()
}
