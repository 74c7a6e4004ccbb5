//! Why there is no outcome.

use std::net::SocketAddr;
use std::{fmt, io};

/// What went wrong, first of all if it was more than one thing.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The server is on another machine.
    NotLoopback(SocketAddr),
    /// There is nothing to send: the mix has no request, or the run.
    NothingToSend,
    /// The run would last longer than the clock.
    TooLong,
    /// The operating system gave no connection, or no thread for one.
    Start {
        /// Where the server is.
        server: SocketAddr,
        /// What it says.
        error: io::Error,
    },
    /// The answer was not the expected one, or there was none.
    Answer {
        /// The method and the address that was asked for.
        request: String,
        /// How many answers its connection had before.
        before: u32,
        /// What came instead.
        why: String,
    },
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback(server) => write!(
                f,
                "{server} is not on this machine, and may not want the load\n  \
                 help: start the server here, on 127.0.0.1"
            ),
            Self::NothingToSend => f.write_str("there is nothing to send: no request in the mix, or none in the run"),
            Self::TooLong => f.write_str("the run would last longer than the clock goes"),
            Self::Start { server, error } => {
                write!(
                    f,
                    "no connection to {server}: {error}\n  help: check that the server still runs and listens there"
                )
            }
            Self::Answer { request, before, why } => {
                write!(f, "{request}: {why}; its connection had {before} right answers before")
            }
        }
    }
}
