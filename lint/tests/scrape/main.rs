//! `cargo lowcard scrape`, as it is run: against endpoints of every kind, and against what was saved.
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod answers;
#[path = "../command/mod.rs"]
mod command;
mod endpoint;
mod lowcard;
mod saved;
mod shop;
