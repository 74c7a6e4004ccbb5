//! A Temporal server of the test's own.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::Stdio;

use crate::server::Server;
use crate::tool;

/// A running Temporal server with its one namespace, `default`. It keeps all in memory, and is gone when this is
/// dropped.
pub struct TemporalServer {
    _server: Server,
    address: SocketAddr,
}

impl TemporalServer {
    /// Starts one that nobody outside of this machine can reach.
    #[track_caller]
    pub fn start() -> Self {
        let address = free_port();
        let (ip, port) = (address.ip().to_string(), address.port().to_string());
        let arguments = ["server", "start-dev", "--headless", "--log-level", "warn", "--ip", &ip, "--port", &port];
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut server = Server::run("Temporal", tool::TEMPORAL, &arguments.map(str::to_owned), folder);
        server.wait("does not become ready", |_| knows_its_namespace(address).then_some(()));
        Self { _server: server, address }
    }

    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it answers, as a url.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// One that nobody listens on now. The server can't be told to choose one itself.
fn free_port() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("a bound listener has an address")
}

/// Whether it answers a question about workflows, which is the last thing that it gets ready for.
fn knows_its_namespace(address: SocketAddr) -> bool {
    let mut count = tool::command(tool::TEMPORAL);
    count.args(["workflow", "count", "--address", &address.to_string()]);
    count.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
