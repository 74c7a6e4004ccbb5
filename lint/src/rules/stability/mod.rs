//! Rules on what metrics promise.

pub(super) mod downgraded;
