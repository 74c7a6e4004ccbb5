//! Rules on metrics as a whole.

pub(super) mod duplicate;
pub(super) mod undeclared;
pub(super) mod unused;
