//! No client can add a series.

use axum::Router;
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::routing::{any, get};

use crate::site::{HttpMetrics, around, layered, lines};

/// What clients may think of: so many paths, and so many methods.
const PATHS: u32 = 400_000;
const METHODS: u32 = 10_000;

async fn ok() -> StatusCode {
    StatusCode::OK
}

#[tokio::test]
async fn paths_that_nobody_serves_add_one_series() {
    let site = layered(Router::new().route("/orders/{id}", get(ok)));
    let marked = around(Router::new().route("/orders/{id}", get(ok.layer(HttpMetrics::route()))));
    for n in 0..PATHS / 2 {
        site.ask("GET", &format!("/scan/{n}")).await;
        marked.ask("GET", &format!("/{n}/.env")).await;
    }
    let expected = [format!(r#"{{method="GET",path="unmatched",status_code="404"}} {}"#, PATHS / 2)];
    assert_eq!(site.requests(), expected);
    assert_eq!(marked.requests(), expected);
    assert_eq!(lines(&site.registry, "lowcard_label_overflow_total"), [r#"{label="path"} 0"#]);
}

#[tokio::test]
async fn methods_that_nobody_knows_add_one_series() {
    let site = layered(Router::new().route("/", any(ok)));
    for n in 0..METHODS {
        site.ask(&format!("BREW{n}"), "/").await;
    }
    assert_eq!(site.requests(), [format!(r#"{{method="other",path="/",status_code="200"}} {METHODS}"#)]);
}
