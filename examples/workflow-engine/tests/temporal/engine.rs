//! The running engine.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use lowcard_servers::http::{self, Request};
use lowcard_servers::poll;

use crate::counted::Counted;

/// Killed when it is dropped, as if its machine had lost its power.
pub(crate) struct Engine {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Engine {
    pub(crate) fn start(temporal: SocketAddr) -> Self {
        Self::with(temporal, &[])
    }

    /// On a free port, which the first line of its output tells.
    pub(crate) fn with(temporal: SocketAddr, variables: &[(&str, &str)]) -> Self {
        let process = command(temporal)
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the engine starts");
        let mut engine = Self { process, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let mut line = String::new();
        let output = engine.process.stdout.as_mut().expect("stdout is piped");
        BufReader::new(output).read_line(&mut line).expect("a first line");
        let url = line.trim().strip_prefix("serving http://").and_then(|url| url.strip_suffix("/metrics"));
        let address = url.and_then(|address| address.parse().ok());
        engine.address = address.unwrap_or_else(|| panic!("no address in the first line, {line:?}"));
        engine
    }

    /// What it says before it ends, as there is nothing for it to do.
    pub(crate) fn refused(temporal: SocketAddr) -> String {
        Self::refused_with(temporal, &[])
    }

    pub(crate) fn refused_with(temporal: SocketAddr, variables: &[(&str, &str)]) -> String {
        let output = command(temporal).envs(variables.iter().copied()).output().expect("the engine starts");
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).expect("an error in UTF-8")
    }

    pub(crate) fn put(&self, path: &str) -> u16 {
        Request::new("PUT", self.address, path).send().status
    }

    pub(crate) fn delete(&self, path: &str) -> u16 {
        Request::new("DELETE", self.address, path).send().status
    }

    pub(crate) fn scrape(&self) -> String {
        http::get(self.address, "/metrics").text().to_owned()
    }

    /// Scrapes again and again until `holds` is true of what is counted.
    #[track_caller]
    pub(crate) fn wait_until(&self, holds: impl Fn(&Counted) -> bool, timeout: Duration) -> Counted {
        let mut last = Counted::default();
        let held = poll(timeout, || {
            last = Counted::in_exposition(&self.scrape());
            holds(&last).then(|| last.clone())
        });
        held.unwrap_or_else(|| panic!("after {timeout:?}, what is counted is still {last:#?}"))
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // Both fail only if the process is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn command(temporal: SocketAddr) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workflow-engine"));
    command.env("ENGINE_LISTEN", "127.0.0.1:0").env("TEMPORAL_ADDRESS", temporal.to_string());
    command
}
