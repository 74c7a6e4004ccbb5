//! Rules on metrics as a whole.

mod clash;
pub(super) mod conflict;
mod difference;
pub(super) mod duplicate;
pub(super) mod inconsistent;
