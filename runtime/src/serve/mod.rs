//! `/metrics` on a port of its own, for programs without a web framework.
//!
//! One thread serves all connections. Each is a task that hyper drives and that one deadline ends:
//!
//! ```text
//! start ──bind──▶ thread ──▶ acceptor ──▶ connections ──▶ connection ──socket──▶ hyper ──route──▶ the service
//!                                                             └──────── phase ────────┘
//! ```

mod acceptor;
mod answer;
mod connection;
mod connections;
mod limits;
mod phase;
mod route;
mod server;
mod socket;
#[cfg(test)]
mod tests;

pub use limits::ServerLimits;
pub use server::Server;

use std::io;
use std::net::ToSocketAddrs;

use crate::{Endpoint, Registry};

/// Serves the process's registry at `/metrics` of this address, until the server that it returns is dropped.
///
/// This is for programs that have no web framework: it takes one thread, and no async runtime. Where there is a
/// framework, serve an [`Endpoint`] from its router. To set limits or to ask for credentials, see
/// [`Endpoint::serve`] and [`Endpoint::serve_at`].
///
/// # Errors
///
/// If the address can't be resolved or listened on, or the system has no thread left.
///
/// ```
/// let server = lowcard::serve("127.0.0.1:0")?;
/// println!("http://{}/metrics", server.local_addr());
/// server.shutdown();
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn serve(address: impl ToSocketAddrs) -> io::Result<Server> {
    Endpoint::new(Registry::global().clone()).serve(address)
}

impl Endpoint {
    /// Serves the endpoint at `/metrics` of this address, until the server that it returns is dropped.
    ///
    /// # Errors
    ///
    /// If the address can't be resolved or listened on, or the system has no thread left.
    pub fn serve(self, address: impl ToSocketAddrs) -> io::Result<Server> {
        self.serve_at(address, "/metrics", ServerLimits::default())
    }

    /// The same at another path, and with other limits.
    ///
    /// # Errors
    ///
    /// As above, and if no request can have the path.
    ///
    /// ```
    /// use lowcard::{Endpoint, Registry, ServerLimits};
    ///
    /// let limits = ServerLimits::default().connections(16);
    /// let server = Endpoint::new(Registry::new()).serve_at("127.0.0.1:0", "/internal/metrics", limits)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn serve_at(self, address: impl ToSocketAddrs, path: &str, limits: ServerLimits) -> io::Result<Server> {
        server::start(address, path, self, limits)
    }
}
