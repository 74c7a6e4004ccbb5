//! The routes that every subject has.

use axum::body::Bytes;
use axum::extract::Path;
use http::StatusCode;

/// A router with all of them. `|handler, TEMPLATE| …` says what becomes of each handler that has a template, a constant.
macro_rules! routes {
    () => { routes!(|handler| handler) };
    (|$handler:ident $(, $template:ident)?| $layered:expr) => {
        axum::Router::<()>::new()
            .route($crate::workload::Template::Hello.text(), routes!(@ get hello, Hello, $handler, [$($template)?], $layered))
            .route($crate::workload::Template::Order.text(), routes!(@ get order, Order, $handler, [$($template)?], $layered))
            .route($crate::workload::Template::Orders.text(), routes!(@ post create, Orders, $handler, [$($template)?], $layered))
            .fallback($crate::subjects::requests::routes::missing)
    };
    (@ $method:ident $function:ident, $route:ident, $handler:ident, [$($template:ident)?], $layered:expr) => {{
        $(const $template: $crate::workload::Template = $crate::workload::Template::$route;)?
        let $handler = $crate::subjects::requests::routes::$function;
        axum::routing::$method($layered)
    }};
}

pub(super) use routes;

pub(super) async fn hello(Path(name): Path<String>) -> String {
    format!("hello {name}\n")
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
