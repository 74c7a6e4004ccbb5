//! Rules on metrics as a whole.

mod clash;
pub(super) mod conflict;
mod difference;
pub(super) mod duplicate;
pub(super) mod inconsistent;
pub(super) mod undeclared;
pub(super) mod unused;
