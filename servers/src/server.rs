//! The process of a server.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::process::{Child, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::{http, poll, tool};

/// How long a server may take to start.
const START: Duration = Duration::from_secs(30);
/// How much of the log a failure shows.
const TAIL: usize = 20;

/// The process, and the folder with everything it writes. Both are gone when this is dropped.
pub(crate) struct Server {
    name: &'static str,
    process: Child,
    folder: TempDir,
}

impl Server {
    /// Runs the tool in a folder that has one file, its configuration. It listens on a port that the system chooses, and
    /// only the log tells.
    #[track_caller]
    pub(crate) fn start(name: &'static str, tool: &str, flags: &[String], (file, configuration): (&str, &str)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join(file), configuration).expect("room for the configuration");
        // The level at which it says why something failed.
        let common = ["--web.listen-address=127.0.0.1:0", "--log.level=debug"].map(str::to_owned);
        Self::run(name, tool, &[&common, flags].concat(), folder)
    }

    /// Runs the tool in the folder, where its log is as well.
    #[track_caller]
    pub(crate) fn run(name: &'static str, tool: &str, arguments: &[String], folder: TempDir) -> Self {
        let log = File::create(folder.path().join("log")).expect("room for the log");
        let process = tool::command(tool)
            .args(arguments)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} could not be started: {error}"));
        Self { name, process, folder }
    }

    /// Where it answers, once it is ready to.
    #[track_caller]
    pub(crate) fn ready(&mut self) -> SocketAddr {
        let address = self.wait("does not listen", |server| listening_on(&server.log()));
        // One that asks for credentials says so once it is ready.
        self.wait("does not become ready", |_| {
            matches!(http::get(address, "/-/ready").status, 200 | 401).then_some(())
        });
        address
    }

    /// Asks again and again until there is an answer. Fails if the process ends, or if that takes too long: it
    /// `does_not` do what it was started for.
    #[track_caller]
    pub(crate) fn wait<T>(&mut self, does_not: &str, mut ask: impl FnMut(&Self) -> Option<T>) -> T {
        let name = self.name;
        let answer = poll(START, || {
            let ended = self.process.try_wait().expect("the process is ours");
            assert!(ended.is_none(), "{name} refuses to start\n{}", self.log_tail());
            ask(self)
        });
        answer.unwrap_or_else(|| panic!("{name} {does_not}\n{}", self.log_tail()))
    }

    /// The process's number.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    pub(crate) fn log_tail(&self) -> String {
        let log = self.log();
        let lines: Vec<_> = log.lines().collect();
        format!("the end of its log:\n{}", lines[lines.len().saturating_sub(TAIL)..].join("\n"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only if the process is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The address in the line `… msg="Listening on" address=127.0.0.1:34567 …`, once it is written.
fn listening_on(log: &str) -> Option<SocketAddr> {
    let line = log.lines().find(|line| line.contains("\"Listening on\""))?;
    line.split_whitespace().find_map(|field| field.strip_prefix("address=")?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_logs_of_prometheus_2_and_3_and_of_a_pushgateway() {
        let address = "127.0.0.1:34567".parse().ok();
        let two = r#"ts=2026-11-20T14:00:00Z caller=tls_config.go:232 level=info component=web msg="Listening on" address=127.0.0.1:34567"#;
        let three = r#"time=2026-11-20T14:00:00Z level=INFO source=tls_config.go:347 msg="Listening on" component=web address=127.0.0.1:34567"#;
        assert_eq!(listening_on(two), address);
        let gateway =
            r#"ts=2026-11-20T14:00:00Z caller=tls_config.go:232 level=info msg="Listening on" address=127.0.0.1:34567"#;
        assert_eq!(listening_on(three), address);
        assert_eq!(listening_on(gateway), address);
        assert_eq!(listening_on("level=info msg=\"Starting Prometheus Server\""), None);
    }
}
