//! The routes that every subject has.

use axum::body::Bytes;
use axum::extract::{Path, State};
use http::StatusCode;

/// A router with all of them. `|handler, template| …` says what becomes of each handler that has a template.
macro_rules! routes {
    () => { routes!(|handler| handler) };
    (|$handler:ident $(, $template:ident)?| $layered:expr) => {
        axum::Router::<$crate::subjects::requests::routes::Shop>::new()
            .route($crate::workload::Template::Hello.text(), routes!(@ get hello, Hello, $handler, [$($template)?], $layered))
            .route($crate::workload::Template::Order.text(), routes!(@ get order, Order, $handler, [$($template)?], $layered))
            .route($crate::workload::Template::Orders.text(), routes!(@ post create, Orders, $handler, [$($template)?], $layered))
            .fallback($crate::subjects::requests::routes::missing)
    };
    (@ $method:ident $function:ident, $route:ident, $handler:ident, [$($template:ident)?], $layered:expr) => {{
        let $handler = $crate::subjects::requests::routes::$function;
        $(let $template = $crate::workload::Template::$route;)?
        axum::routing::$method($layered)
    }};
}

pub(super) use routes;

/// What handlers share, as in most programs.
#[derive(Clone, Copy)]
pub(super) struct Shop {
    greeting: &'static str,
}

pub(super) const SHOP: Shop = Shop { greeting: "hello" };

pub(super) async fn hello(State(shop): State<Shop>, Path(name): Path<String>) -> String {
    format!("{} {name}\n", shop.greeting)
}

/// Every tenth is not there.
pub(super) async fn order(Path(id): Path<u64>) -> Result<String, StatusCode> {
    if id.is_multiple_of(10) { Err(StatusCode::NOT_FOUND) } else { Ok(format!("order {id}\n")) }
}

pub(super) async fn create(body: Bytes) -> (StatusCode, Bytes) {
    (StatusCode::CREATED, body)
}

pub(super) async fn missing() -> StatusCode {
    StatusCode::NOT_FOUND
}
