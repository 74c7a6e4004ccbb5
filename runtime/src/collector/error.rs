//! What went wrong with a collector.

use std::{error, fmt};

/// A collector that a registry did not take, as it has one of this name already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachError {
    pub(crate) name: String,
}

impl fmt::Display for AttachError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a collector named `{}` is attached already: give this one another name, or detach that one",
            self.name
        )
    }
}

impl error::Error for AttachError {}

/// What was left out of an exposition, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CollectorError {
    /// The name that the collector was attached with.
    pub collector: String,
    /// The family; empty if it is all that the collector has.
    pub family: String,
    /// The value of the label `cause`.
    pub cause: CollectorErrorCause,
    pub(super) detail: String,
}

/// Why something of a collector was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CollectorErrorCause {
    /// The collector panicked.
    Panic,
    /// It did not return in time.
    Timeout,
    /// No exposition can have it.
    Invalid,
    /// Something else has the name, or the labels.
    Conflict,
    /// There was no room for it.
    Overflow,
}

impl CollectorErrorCause {
    /// Every cause, in the order of the numbers that [`Mistakes`](super::mistakes::Mistakes) keeps.
    pub(crate) const ALL: [Self; 5] = [Self::Panic, Self::Timeout, Self::Invalid, Self::Conflict, Self::Overflow];

    /// The value of the label `cause`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::Timeout => "timeout",
            Self::Invalid => "invalid",
            Self::Conflict => "conflict",
            Self::Overflow => "overflow",
        }
    }
}

impl fmt::Display for CollectorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { collector, family, detail, .. } = self;
        write!(f, "collector `{collector}`: ")?;
        if !family.is_empty() {
            write!(f, "`{family}` was left out, or a part of it: ")?;
        }
        f.write_str(detail)
    }
}

impl error::Error for CollectorError {}
