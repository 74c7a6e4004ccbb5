//! The running service.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use lowcard_servers::http;

/// It has done its work when it serves, so that nothing changes any more.
pub(crate) struct Service {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Service {
    /// On a free port, which the first line of its output tells.
    pub(crate) fn start() -> Self {
        let process = Command::new(env!("CARGO_BIN_EXE_adopted"))
            .env("ADOPTED_ADDR", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the service starts");
        let mut service = Self { process, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let mut line = String::new();
        let output = service.process.stdout.as_mut().expect("stdout is piped");
        BufReader::new(output).read_line(&mut line).expect("a first line");
        let url = line.trim().strip_prefix("serving http://").and_then(|url| url.strip_suffix("/metrics"));
        let address = url.and_then(|address| address.parse().ok());
        service.address = address.unwrap_or_else(|| panic!("no address in the first line, {line:?}"));
        service
    }

    pub(crate) fn scrape(&self) -> String {
        http::get(self.address, "/metrics").text().to_owned()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Both fail only if the process is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
