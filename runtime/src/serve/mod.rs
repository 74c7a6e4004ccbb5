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

pub use limits::Limits;
pub use server::Server;
#[cfg_attr(not(test), expect(unused_imports, reason = "the endpoint is going to be served with it"))]
pub(crate) use server::start;
