//! A first `lowcard.toml`, from what a workspace has by now: nothing that is there should be forbidden by it.
//!
//! ```text
//! catalog | source ──▶ Facts ──▶ text
//! ```

mod facts;
mod namespace;
mod round;
mod sets;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a policy that can't be read fails its test")]
mod tests;
mod write;

pub(crate) use facts::{Facts, Recorded};
pub(crate) use sets::sets;
pub(crate) use write::write;
