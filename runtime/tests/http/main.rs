//! The HTTP layer: which series a request counts in, and that each request counts once, whatever becomes of it.
#![cfg(all(feature = "axum", feature = "http", feature = "testing"))]
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

mod bodies;
mod cardinality;
mod concurrency;
mod faults;
mod options;
mod outcomes;
mod paths;
mod served;
mod site;
