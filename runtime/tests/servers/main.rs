//! Real servers and parsers read what the endpoint serves.
#![cfg(all(feature = "axum", feature = "serve"))]
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

mod exposed;
mod hostile;
mod prometheus;
mod python;
