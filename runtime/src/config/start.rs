//! From a configuration to metrics that are on, or off for the whole process.

use std::path::PathBuf;
use std::{fmt, io};

use super::credentials::Stated;
use super::error::Mistakes;
use super::{Config, ConfigError, Monitoring, path, port};
use crate::endpoint::Disabled;
use crate::{Credentials, CredentialsError, Endpoint, Registry, switch};

impl Config {
    /// Decides for the whole process whether there are metrics, and opens their port if there is to be one.
    ///
    /// Call it once, before any metric is touched. It never fails: if metrics can't be exposed, since an address is in
    /// use or a secret can't be read, they are off, one error is logged through `tracing`, and the application runs on.
    ///
    /// Where metrics are off, for that reason or since `enabled` is false, they are so for the rest of the process:
    ///
    /// - Updates do nothing, through handles of any registry. There are no cells, labels with a cap keep no values,
    ///   values read as 0, and functions that metrics are read from are never called. A timer still looks at the clock,
    ///   since [`Timer::stop`](crate::Timer::stop) hands the duration over.
    /// - Every registry is empty to whoever reads it. A metric that a registry refuses is refused all the same.
    /// - The endpoint answers everyone with 404 or 503, as `when_disabled` says, or with 503 if metrics were meant to
    ///   be on. It asks nobody for credentials: there is nothing to protect, and no secret that must be there. So does
    ///   the port, unless what is wrong is that metrics could not be started.
    /// - A metric that was touched before counts on in vain, at the price of one that is on: nothing shows it.
    #[must_use = "its port is closed when it is dropped"]
    pub fn start(self) -> Monitoring {
        if self.enabled { self.expose().unwrap_or_else(|failure| self.do_without(&failure)) } else { self.disable() }
    }

    fn expose(&self) -> Result<Monitoring, Failure> {
        self.check().map_err(Failure::Config)?;
        let credentials = Stated::find(self, None, &mut Mistakes::default()).read()?;
        if switch::is_off() {
            return Err(Failure::Off);
        }
        let endpoint = self.endpoint(credentials);
        let port = port::open(self, &endpoint)?;
        Ok(Monitoring { is_enabled: true, path: self.path.clone(), endpoint, port })
    }

    fn endpoint(&self, credentials: Option<Credentials>) -> Endpoint {
        let endpoint = Endpoint::new(Registry::global().clone())
            .max_in_flight(self.max_in_flight)
            .time_limit(self.time_limit)
            .created(self.created)
            .gzip_level(self.gzip_level);
        match credentials {
            Some(credentials) => endpoint.credentials(credentials),
            None => endpoint,
        }
    }

    fn do_without(&self, failure: &Failure) -> Monitoring {
        tracing::error!(
            error = %failure,
            "metrics could not be started: the application runs on without them, and their endpoint answers 503"
        );
        self.turn_off(Disabled::NOT_STARTED)
    }

    fn disable(&self) -> Monitoring {
        let mut monitoring = self.turn_off(self.when_disabled.answer());
        match port::open(self, &monitoring.endpoint) {
            Ok(port) => monitoring.port = port,
            // No error: there would be nothing to see there.
            Err(failure) => tracing::warn!(error = %failure, "metrics are disabled, and nothing says so on their port"),
        }
        monitoring
    }

    fn turn_off(&self, answer: Disabled) -> Monitoring {
        switch::turn_off();
        let endpoint = Endpoint::new(Registry::global().clone()).disabled(answer);
        let path = if path::is_routable(&self.path) { &self.path } else { path::DEFAULT };
        Monitoring { is_enabled: false, path: path.to_owned(), endpoint, port: None }
    }
}

/// Why metrics can't be exposed.
#[derive(Debug)]
pub(super) enum Failure {
    /// What is configured makes no sense.
    Config(ConfigError),
    /// A file with a secret can't be read.
    Unreadable { key: &'static str, path: PathBuf, error: io::Error },
    /// What is configured, or in those files, can't be used as credentials.
    Credentials { keys: String, error: CredentialsError },
    /// The port can't be opened.
    Port(io::Error),
    /// Metrics have been turned off before.
    Off,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Unreadable { key, path, error } => write!(
                f,
                "`{key}` is `{}`, which can't be read: {error}\n  \
                 help: check that the file is there, that this process may read it, and that it holds a short text",
                path.display()
            ),
            Self::Credentials { keys, error } => write!(f, "{keys} can't be used: {error}"),
            Self::Port(error) => error.fmt(f),
            Self::Off => f.write_str(
                "an earlier `Config::start` has turned metrics off for the rest of the process\n  \
                 help: start once, before anything else",
            ),
        }
    }
}
