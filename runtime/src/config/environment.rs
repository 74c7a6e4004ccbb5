//! What the environment says.

use std::env;
use std::ffi::{OsStr, OsString};

use super::Config;
use super::error::{ConfigError, Mistakes};
use super::key::Key;
use super::value::Value;

/// How the variables are called.
#[derive(Clone, Copy)]
pub(super) struct Variables<'p> {
    prefix: &'p str,
}

impl Variables<'_> {
    /// The one of a key.
    pub(super) fn of(self, key: &str) -> String {
        format!("{}_{}", self.prefix, key.to_ascii_uppercase())
    }

    /// What is called so: one of the prefix has a word for it.
    fn word(self, name: &str) -> Option<&str> {
        name.strip_prefix(self.prefix)?.strip_prefix('_')
    }
}

impl Config {
    /// Adds what the environment of the process says, which wins. The variables are the keys in capital letters, behind
    /// the prefix and `_`: `MONITORING_ENABLED`.
    ///
    /// # Errors
    ///
    /// All that is wrong with the variables, and with what they and the configuration are together: see
    /// [`check`](Self::check).
    pub fn with_env(self, prefix: &str) -> Result<Self, ConfigError> {
        self.with_vars(prefix, env::vars_os())
    }

    /// The same from other variables than those of the process: names and values, of which only those of the prefix
    /// count.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use lowcard::Config;
    ///
    /// let vars = [("SHOP_TIME_LIMIT", "10s"), ("SHOP_COLOUR", "red"), ("PATH", "/usr/bin")];
    /// let config = Config::default().with_vars("SHOP", vars)?;
    /// assert_eq!(config.time_limit, Duration::from_secs(10));
    /// # Ok::<(), lowcard::ConfigError>(())
    /// ```
    pub fn with_vars<N: AsRef<OsStr>, V: Into<OsString>>(
        mut self,
        prefix: &str,
        vars: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, ConfigError> {
        let variables = Variables { prefix };
        let mut mistakes = Mistakes::default();
        let stated = stated(variables, vars, &mut mistakes);
        for (key, _) in &stated {
            (key.replace)(&mut self);
        }
        for (key, value) in &stated {
            key.set(&mut self, value, &variables.of(key.name), &mut mistakes);
        }
        self.find_mistakes(Some(variables), &mut mistakes);
        mistakes.finish(self)
    }
}

/// The keys that variables have, and what these hold. An empty one is as if it weren't there: that is how compose files
/// and templates leave one out.
fn stated<N: AsRef<OsStr>, V: Into<OsString>>(
    variables: Variables<'_>,
    vars: impl IntoIterator<Item = (N, V)>,
    mistakes: &mut Mistakes,
) -> Vec<(&'static Key, Value)> {
    let mut stated = Vec::new();
    for (name, value) in vars {
        let value = value.into();
        let Some(name) = name.as_ref().to_str().filter(|_| !value.is_empty()) else { continue };
        let Some(word) = variables.word(name) else { continue };
        match (Key::find(&word.to_ascii_lowercase()), value.into_string()) {
            (Ok(key), _) if variables.of(key.name) != name => misspelt(name, &variables.of(key.name), mistakes),
            (Ok(key), Ok(text)) => stated.push((key, Value::Variable(text))),
            (Ok(_), Err(_)) => mistakes.add(format_args!("`{name}` is not UTF-8"), "write it in UTF-8"),
            (Err(Some(meant)), _) => misspelt(name, &variables.of(meant), mistakes),
            (Err(None), _) => {} // the application's own
        }
    }
    stated
}

/// What is almost one of ours would be passed over in silence, and the operator wonder.
fn misspelt(name: &str, meant: &str, mistakes: &mut Mistakes) {
    mistakes.add(
        format_args!("`{}` decides nothing about metrics", name.escape_debug()),
        format_args!("did you mean `{meant}`?"),
    );
}
