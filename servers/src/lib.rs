//! The real Prometheus 2 and 3, a Pushgateway, a Temporal server, promtool and Python parsers, for tests to hold
//! lowcard against.
//!
//! `cargo xtask test` fetches them and says where they are, through environment variables. Tests that start one are
//! `#[ignore]`d, so that a plain `cargo test` needs neither a network nor a server. Everything here fails
//! as an assertion does: it panics with what it found.
//!
//! A Prometheus 3 is not to be had everywhere: tests that need one have `prometheus_3` in their names, by which
//! `cargo xtask test` tells them apart.
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]
#![expect(clippy::missing_panics_doc, reason = "the lines above say it for all of them")]

mod exemplar;
pub mod http;
mod poll;
mod prometheus;
pub mod promtool;
pub mod proto;
mod pushgateway;
pub mod python;
mod sample;
mod server;
mod temporal;
mod tool;

pub use exemplar::Exemplar;
pub use poll::poll;
pub use prometheus::{Health, Metadata, NativeBucket, NativeHistogram, Prometheus, SeriesExemplars, Setup, Target};
pub use pushgateway::{Group, Pushgateway};
pub use sample::Sample;
pub use temporal::TemporalServer;
