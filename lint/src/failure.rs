//! Why the command could not do what it was asked to.

use core::fmt;
use std::io;

/// What is wrong, and what to do about it. The command ends with exit code 101.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// The result of whatever needs more than the rules.
pub(crate) type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure without advice.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// A file can't be read.
    pub fn unread(file: impl fmt::Display, why: &io::Error) -> Self {
        Self::new(format!("{file} can't be read: {why}"))
    }

    /// A file can't be written.
    pub fn unwritten(file: impl fmt::Display, why: &io::Error) -> Self {
        Self::new(format!("{file} can't be written: {why}"))
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What to do about it, where nothing better is known already.
    #[must_use]
    pub fn or_help(self, help: &str) -> Self {
        if self.help.is_some() { self } else { self.help(help) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for Failure {}
