//! `cargo lowcard catalog` on a workspace that is really built.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod binary;
#[path = "../command/mod.rs"]
mod command;
mod depot;
mod forms;
mod members;
mod refusals;
mod run;
