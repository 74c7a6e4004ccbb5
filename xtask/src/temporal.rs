//! `cargo xtask temporal`: a Temporal server on this machine, until it is stopped.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use crate::tools;

/// Where clients look for one, unless they are told otherwise.
const PORT: u16 = 7233;

/// Runs the server in the foreground. Returns when it has ended of its own accord.
pub(crate) fn run() -> Result<(), String> {
    let temporal = tools::temporal().map_err(|missing| missing.to_string())?;
    let ip = Ipv4Addr::LOCALHOST;
    // The server would say it in the words of whoever looks into servers.
    if let Err(error) = TcpListener::bind((ip, PORT)) {
        return Err(format!(
            "{ip}:{PORT} can't be listened on: {error}\n   help: a Temporal server may be running already"
        ));
    }
    println!("── a Temporal server on {ip}:{PORT}; Ctrl-C stops it");
    println!("   then, in another terminal: cargo run -p workflow-engine\n");
    let mut server = Command::new(&temporal);
    server.args(["server", "start-dev", "--headless", "--ip", &ip.to_string(), "--port", &PORT.to_string()]);
    let status = server.status().map_err(|error| format!("{} could not be started: {error}", temporal.display()))?;
    if status.success() { Ok(()) } else { Err(format!("the Temporal server has ended ({status})")) }
}
