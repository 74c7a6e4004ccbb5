//! The prometheus crate beside lowcard: its registries in ours, ours in its, and both at once.
#![cfg(all(feature = "endpoint", feature = "prometheus", feature = "testing"))]
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

mod adopted;
mod both;
mod bridge;
mod hanging;
mod library;
mod told;
