//! What is wrong with a configuration.

use std::{error, fmt};

/// What is wrong with a [`Config`](crate::Config): all of it, each mistake with the key or variable that has it, what
/// that holds, and what to write instead.
///
/// ```
/// let vars = [("MONITORING_ENABLED", "yes"), ("MONITORING_GZIP_LEVEL", "10")];
/// let error = lowcard::Config::default().with_vars("MONITORING", vars).unwrap_err();
/// assert_eq!(error.to_string(), "\
/// `MONITORING_ENABLED` is \"yes\"
///   help: write `true` or `false`
/// `MONITORING_GZIP_LEVEL` is \"10\"
///   help: write a whole number from 0 to 9");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// As they are displayed; never empty.
    mistakes: Vec<String>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mistakes.join("\n"))
    }
}

/// As it is displayed.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for ConfigError {}

/// The mistakes that were found so far.
#[derive(Default)]
pub(super) struct Mistakes {
    found: Vec<String>,
}

impl Mistakes {
    pub(super) fn add(&mut self, what: impl fmt::Display, help: impl fmt::Display) {
        self.found.push(format!("{what}\n  help: {help}"));
    }

    /// One that says itself how to help.
    pub(super) fn add_whole(&mut self, mistake: String) {
        self.found.push(mistake);
    }

    /// The value, if there is no mistake in it.
    pub(super) fn finish<T>(self, value: T) -> Result<T, ConfigError> {
        if self.found.is_empty() { Ok(value) } else { Err(ConfigError { mistakes: self.found }) }
    }
}
