//! Rules on what a running program exposes.

pub(super) mod mismatch;
pub(super) mod undeclared;
