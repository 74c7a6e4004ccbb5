//! What the command's exit code says, the same for every command that checks something.

/// Nothing that the policy denies was found.
pub const CLEAN: u8 = 0;
/// At least one finding is denied.
pub const FINDINGS: u8 = 100;
/// The check could not run.
pub const COULD_NOT_RUN: u8 = 101;
