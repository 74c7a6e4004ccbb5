//! The `/metrics` endpoint: requests in, expositions out.
//!
//! ```text
//! request ──▶ credentials, method, query ──▶ admission ──▶ gather, shared ──▶ exposition, a chunk at a time ──▶ body
//! ```
//!
//! It knows HTTP's types and no server: [`axum`](crate::axum), [`serve`](fn@crate::serve) and everything else that takes
//! a tower service can run it.

mod accept;
mod auth;
mod body;
mod coder;
mod collecting;
mod disabled;
mod encoding;
mod exposition;
mod gathers;
#[cfg(test)]
mod hostile;
mod own;
mod quality;
mod query;
mod scrapes;
mod service;
mod snapshot;
pub(crate) mod time_limit;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::credentials::Credentials;
use crate::registry::Registry;
use gathers::Gathers;
use own::OwnMetrics;
use scrapes::Scrapes;

pub use body::ScrapeBody;
pub(crate) use disabled::Disabled;
pub use service::ScrapeFuture;

/// Answers scrapes of a registry.
///
/// It is a tower `Service` for any request, whatever its body is, and answers whatever the path is: routing is the
/// server's. Clones share what is under way.
///
/// - The format is negotiated by `Accept`: the Prometheus text format, OpenMetrics or protobuf. gzip is used where the
///   scraper offers it.
/// - `GET` and `HEAD` are answered, other methods with 405. `?name[]=` asks for single metrics, by any of their names.
/// - Scrapes that come together share one reading of the registry. Beyond [`max_in_flight`](Self::max_in_flight), the
///   answer is 503.
/// - An answer is made chunk by chunk as the client takes it, so that a slow client costs a chunk of 64 KiB, the state of
///   its compression, and a share in the numbers that were read. It holds no lock.
/// - Functions that metrics are [read from](macro@crate::metric) run on a thread of their own. One that panics or does
///   not return in time is left out, and counted in `lowcard_collector_errors_total`.
/// - It measures itself: `lowcard_scrapes_total` by `status`, `lowcard_scrapes_aborted_total`,
///   `lowcard_scrape_duration_seconds`, `lowcard_scrape_sent_bytes_total` and `lowcard_scrape_series`.
///
/// ```
/// use std::time::Duration;
///
/// use lowcard::{Credentials, Endpoint, Registry};
///
/// let endpoint = Endpoint::new(Registry::global().clone())
///     .credentials(Credentials::bearer("c2VjcmV0")?)
///     .max_in_flight(4)
///     .time_limit(Duration::from_secs(10));
/// # Ok::<(), lowcard::CredentialsError>(())
/// ```
#[derive(Clone)]
pub struct Endpoint {
    options: Options,
    state: Arc<State>,
}

#[derive(Clone)]
pub(crate) struct Options {
    /// What everyone is told instead, if there are no metrics.
    disabled: Option<Disabled>,
    credentials: Option<Arc<Credentials>>,
    pub(crate) max_in_flight: usize,
    pub(crate) time_limit: Duration,
    pub(crate) created: bool,
    pub(crate) gzip_level: u32,
}

impl Options {
    /// What holds if nothing is said.
    pub(crate) const DEFAULT: Self = Self {
        disabled: None,
        credentials: None,
        max_in_flight: 10,
        time_limit: Duration::from_secs(30),
        created: false,
        gzip_level: 1,
    };
}

/// What clones share.
struct State {
    gathers: Arc<Gathers>,
    scrapes: Scrapes,
    metrics: Option<OwnMetrics>,
}

impl Endpoint {
    /// Answers with all that is in `registry`, with the limits that the methods below name.
    pub fn new(registry: Registry) -> Self {
        // Refused only if the program has taken their reserved names.
        let metrics = OwnMetrics::register(&registry).ok();
        let state = State { gathers: Arc::new(Gathers::new(registry)), scrapes: Scrapes::default(), metrics };
        Self { options: Options::DEFAULT, state: Arc::new(state) }
    }

    /// Answers only those who show these; all others get 401.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.options.credentials = Some(Arc::new(credentials));
        self
    }

    /// How many scrapes may be under way at once, 10 if nothing is said. Further ones are answered with 503, and told to
    /// come back after a second.
    #[must_use]
    pub fn max_in_flight(mut self, scrapes: usize) -> Self {
        self.options.max_in_flight = scrapes;
        self
    }

    /// How long an answer may take from the request to its last byte, 30 seconds if nothing is said. What
    /// `X-Prometheus-Scrape-Timeout-Seconds` says holds if it is shorter. After half of the time, functions that have
    /// not returned are left out; after all of it, the answer is cut off.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.options.time_limit = limit;
        self
    }

    /// Whether counters and histograms have `_created` lines in OpenMetrics, which they don't if nothing is said:
    /// Prometheus stores each as a series of its own, unless it runs with `--enable-feature=created-timestamp-zero-ingestion`.
    /// Protobuf always has the time.
    #[must_use]
    pub fn created(mut self, created: bool) -> Self {
        self.options.created = created;
        self
    }

    /// How hard gzip tries, from 1 to 9, and 1 if nothing is said. A higher level takes several times as long; 0 turns
    /// compression off.
    #[must_use]
    pub fn gzip_level(mut self, level: u32) -> Self {
        self.options.gzip_level = level.min(9);
        self
    }
}

#[cfg(feature = "config")]
impl Endpoint {
    /// Tells everyone that there are no metrics.
    pub(crate) fn disabled(mut self, disabled: Disabled) -> Self {
        self.options.disabled = Some(disabled);
        self
    }
}

/// Without the credentials.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint").field("registry", self.state.gathers.registry()).finish_non_exhaustive()
    }
}
