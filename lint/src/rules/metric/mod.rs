//! Rules on metrics as a whole.

pub(super) mod duplicate;
