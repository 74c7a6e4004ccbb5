//! Rules on the exceptions themselves.

pub(super) mod expired;
pub(super) mod unused;
