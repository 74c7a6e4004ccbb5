//! The metrics of a process that has started.

use std::net::SocketAddr;

use super::port::Port;
use crate::Endpoint;

/// The metrics of a process, on or off, as [`Config::start`](crate::Config::start) has left them.
///
/// It is to live as long as the program: the port that `listen` asks for is open until it is dropped.
///
/// ```
/// let monitoring = lowcard::Config::default().start();
/// assert!(monitoring.is_enabled());
/// assert_eq!(monitoring.path(), "/metrics");
/// ```
#[derive(Debug)]
#[must_use = "its port is closed when it is dropped"]
pub struct Monitoring {
    pub(super) is_enabled: bool,
    pub(super) path: String,
    pub(super) endpoint: Endpoint,
    pub(super) port: Option<Port>,
}

impl Monitoring {
    /// Whether there are metrics: not if the configuration doesn't want them, and not if they could not be started.
    pub fn is_enabled(&self) -> bool {
        self.is_enabled
    }

    /// Where [`router`](Self::router) and the port have them.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where the port listens, if there is one. If `listen` asked for port 0, this has the one that the system chose.
    pub fn local_addr(&self) -> Option<SocketAddr> {
        self.port.as_ref().map(Port::local_addr)
    }

    /// The endpoint, as a tower service for any path. All that are returned share what is under way.
    ///
    /// Where metrics are off, it says so.
    pub fn endpoint(&self) -> Endpoint {
        self.endpoint.clone()
    }

    /// A router with the endpoint at the configured path; merge it into your own.
    ///
    /// ```
    /// let monitoring = lowcard::Config::default().start();
    /// let app: lowcard::axum::Router = lowcard::axum::Router::new().merge(monitoring.router());
    /// ```
    #[cfg(feature = "axum")]
    pub fn router<S: Clone + Send + Sync + 'static>(&self) -> crate::axum::Router<S> {
        crate::axum::Router::new().route_service(&self.path, self.endpoint())
    }
}
