//! HTTP requests as metrics: a tower layer, and what it records into.
//!
//! ```text
//! request ──HttpService──▶ observation, begun ──HttpFuture──▶ answered ──HttpBody──▶ ended: recorded, once
//!              RouteService, in the route: says which one, where the layer stands around the router
//! ```
//!
//! [`http_metrics!`](crate::http_metrics) declares the metrics in your crate, in its namespace and under its policy:
//!
//! ```
//! # #[cfg(feature = "axum")] {
//! use axum::{Router, routing::get};
//!
//! lowcard::http_metrics!(pub HttpMetrics);
//!
//! let routes = Router::new().route("/orders/{id}", get(async || "an order")).layer(HttpMetrics::layer());
//! let app: Router = lowcard::axum::router(lowcard::Registry::global().clone()).merge(routes);
//! # }
//! ```
//!
//! # What is recorded
//!
//! A request is recorded once, when its answer's body ends: with the last byte that the server takes, or when the body is
//! dropped before. Until then it is in flight. A stream is in flight for as long as it lasts. An upgraded connection, such
//! as a WebSocket, is no request any more: the handshake is recorded with its status, 101, when it is answered.
//!
//! | what happens | `status_code` |
//! |---|---|
//! | the service answers | that of the answer, whatever becomes of the body |
//! | the request is cancelled before there is an answer: the client went away, a time limit around the layer ended it | `499`, as many servers log it |
//! | the service fails or panics before there is an answer | `500` |
//!
//! The `path` is the template of the route, such as `/orders/{id}`, and `unmatched` where there is none; it is never the
//! path that somebody asked for. `method` is one of those that HTTP defines, or `other`. So no client can add a series.
//!
//! # Where the layer stands
//!
//! | place | sees | allocations |
//! |---|---|---|
//! | [`Router::layer`](https://docs.rs/axum/0.8/axum/struct.Router.html#method.layer) | the routes that were added before, with their templates; the fallback; methods that a route doesn't have | axum's own for a layer: three |
//! | around the router, with a [`RouteLayer`] around each handler | all requests; a method that a route doesn't have is `unmatched` | none; one for the body where it has to be axum's, as for `axum::serve` |
//!
//! In both places nothing is hashed, locked or looked up by name once a route was met for the first time.
//!
//! - [`Router::nest`](https://docs.rs/axum/0.8/axum/struct.Router.html#method.nest) gives whole templates. What is nested as a
//!   *service* is `unmatched`, unless a [`RouteLayer`] inside says otherwise.
//! - Merge routes *into* the router of `/metrics`, as above. The other way round, axum takes the answer to unknown paths from a
//!   router without the layer, and they are not recorded.
//! - The layer belongs into a place where it meets a request once. Two of the same metrics count it twice.
//! - Where metrics are off, or refused by the registry, the layer passes requests on, and does nothing else.

#[cfg(feature = "axum")]
mod around;
mod body;
mod future;
mod held;
mod layer;
mod lengths;
mod macros;
mod metrics;
mod observation;
mod recorder;
mod route;
mod rows;
mod service;
mod template;
mod waiting;

#[cfg(feature = "axum")]
pub use around::Around;
pub use body::HttpBody;
pub use future::HttpFuture;
#[doc(hidden)]
pub use held::ProcessRecorder;
pub use layer::HttpLayer;
#[doc(hidden)]
pub use lengths::{Lengths, Measured, Unmeasured};
pub use metrics::HttpMetrics;
#[doc(hidden)]
pub use metrics::Sizes;
pub use route::{RouteLayer, RouteService};
pub use service::HttpService;
#[doc(hidden)]
pub use template::Templates;

/// What takes the place of a template where there is none.
const UNMATCHED: &str = "unmatched";
