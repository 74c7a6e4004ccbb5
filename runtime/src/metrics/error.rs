//! What stands in the way of a recorder.

use std::{error, fmt};

use crate::AttachError;

/// Why a recorder could not be installed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InstallError {
    /// The registry of the process has a collector named `metrics` already.
    Attach(AttachError),
    /// The facade has a recorder already, and keeps it for as long as the process runs.
    Taken,
}

impl fmt::Display for InstallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attach(error) => error.fmt(f),
            Self::Taken => f.write_str(
                "the `metrics` facade has a recorder already, which can't be replaced: install this one once, before any \
                 other, and leave out what else installs one, such as an exporter",
            ),
        }
    }
}

impl error::Error for InstallError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Attach(error) => Some(error),
            Self::Taken => None,
        }
    }
}

impl From<AttachError> for InstallError {
    fn from(error: AttachError) -> Self {
        Self::Attach(error)
    }
}
