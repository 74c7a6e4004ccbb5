//! What a client may take of the server.

use std::time::Duration;

/// What a client may take of a [`Server`](crate::Server): time, connections and memory.
///
/// The defaults suit a Prometheus that scrapes every minute or more often.
///
/// ```
/// use std::time::Duration;
///
/// use lowcard::ServerLimits;
///
/// let limits = ServerLimits::default().answer_time(Duration::from_secs(10)).connections(16);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ServerLimits {
    pub(super) head_time: Duration,
    pub(super) answer_time: Duration,
    pub(super) idle_time: Duration,
    pub(super) shutdown_time: Duration,
    pub(super) connections: usize,
    pub(super) head_size: usize,
}

impl ServerLimits {
    /// How long a new connection may take until its first request has come, without its body. 5 seconds by default.
    #[must_use]
    pub fn head_time(self, head_time: Duration) -> Self {
        Self { head_time, ..self }
    }

    /// How long an answer may take from the request to the last byte, however slowly the client reads it. 30 seconds by
    /// default.
    #[must_use]
    pub fn answer_time(self, answer_time: Duration) -> Self {
        Self { answer_time, ..self }
    }

    /// How long a connection is kept from an answer until the next request has come. 90 seconds by default, so that it
    /// lasts from one scrape to the next.
    #[must_use]
    pub fn idle_time(self, idle_time: Duration) -> Self {
        Self { idle_time, ..self }
    }

    /// How long answers under way may take after the server is shut down. 5 seconds by default.
    #[must_use]
    pub fn shutdown_time(self, shutdown_time: Duration) -> Self {
        Self { shutdown_time, ..self }
    }

    /// How many connections there may be. 128 by default.
    ///
    /// One more closes the connection that has been waiting longest for a request. If all of them are being answered,
    /// it is closed itself.
    #[must_use]
    pub fn connections(self, connections: usize) -> Self {
        Self { connections, ..self }
    }

    /// How many bytes the head of a request may have; a longer one is answered with 431. 16 KiB by default, and 8 KiB
    /// at least.
    #[must_use]
    pub fn head_size(self, head_size: usize) -> Self {
        // hyper reads with a buffer of no less, and panics when it is told to.
        Self { head_size: head_size.max(8 * 1024), ..self }
    }
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            head_time: Duration::from_secs(5),
            answer_time: Duration::from_secs(30),
            idle_time: Duration::from_secs(90),
            shutdown_time: Duration::from_secs(5),
            connections: 128,
            head_size: 16 * 1024,
        }
    }
}
