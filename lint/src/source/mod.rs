//! What the code does without declaring it.

/// What was read from the sources of the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {}
