//! A Prometheus server of the test's own.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::net::SocketAddr;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde::Deserialize;
use tempfile::TempDir;

use crate::{Sample, http, poll, sample, tool};

/// How long a Prometheus may take to start.
const START: Duration = Duration::from_secs(30);
/// How much of the log a failure shows.
const TAIL: usize = 20;
/// What Prometheus adds to every sample to say where it is from: always the one target, so of no use to a test.
const TARGET_LABELS: [&str; 2] = ["job", "instance"];

/// A running Prometheus that scrapes one target every second. It and its data are gone when this is dropped.
pub struct Prometheus {
    server: Server,
    address: SocketAddr,
}

impl Prometheus {
    /// Starts one that scrapes `http://{target}{path}`. It takes about 5 s until the first scrape: Prometheus looks for
    /// new targets no more often.
    #[track_caller]
    pub fn scraping(target: SocketAddr, path: &str) -> Self {
        let server = Server::start(&configuration(target, path));
        let address = poll(START, || listening_on(&server.log()));
        let address = address.unwrap_or_else(|| panic!("Prometheus does not listen\n{}", server.log_tail()));
        let ready = poll(START, || (http::get(address, "/-/ready").status == 200).then_some(()));
        assert!(ready.is_some(), "Prometheus does not become ready\n{}", server.log_tail());
        Self { server, address }
    }

    /// The samples that an instant query finds now, without the labels that name the target.
    #[track_caller]
    pub fn query(&self, promql: &str) -> Vec<Sample> {
        let response = http::get(self.address, &format!("/api/v1/query?query={}", http::percent_encoded(promql)));
        match serde_json::from_str(&response.body) {
            Ok(Answer::Success { data }) => data.result.into_iter().map(Sample::from).collect(),
            Ok(Answer::Error { error }) => panic!("Prometheus refuses `{promql}`: {error}"),
            Err(error) => panic!("Prometheus has no instant vector for `{promql}` ({error}): {}", response.body),
        }
    }

    /// Asks again and again until `holds` is true of the samples, which it returns. Fails with the last samples and
    /// the end of Prometheus's log if that takes longer than `timeout`.
    #[track_caller]
    pub fn wait_until(&self, promql: &str, holds: impl Fn(&[Sample]) -> bool, timeout: Duration) -> Vec<Sample> {
        let mut last = Vec::new();
        let held = poll(timeout, || {
            last = self.query(promql);
            holds(&last).then_some(())
        });
        let log = || self.server.log_tail();
        assert!(held.is_some(), "after {timeout:?}, `{promql}` is still {last:#?}\n{}", log());
        last
    }
}

fn configuration(target: SocketAddr, path: &str) -> String {
    format!(
        "global:
  scrape_interval: 1s
scrape_configs:
  - job_name: test
    metrics_path: '{path}'
    static_configs:
      - targets: ['{target}']
"
    )
}

/// The process, and the folder with everything it writes.
struct Server {
    process: Child,
    folder: TempDir,
}

impl Server {
    /// On a port that the system chooses, and only the log tells.
    #[track_caller]
    fn start(configuration: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("prometheus.yml"), configuration).expect("room for the configuration");
        let log = File::create(folder.path().join("log")).expect("room for the log");
        let process = tool::command(tool::PROMETHEUS)
            .args(["--config.file=prometheus.yml", "--storage.tsdb.path=data", "--web.listen-address=127.0.0.1:0"])
            .arg("--log.level=debug") // the level at which it says why a scrape failed
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("Prometheus could not be started: {error}"));
        Self { process, folder }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn log_tail(&self) -> String {
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

/// An answer of the query API.
#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "lowercase")]
enum Answer {
    Success { data: InstantVector },
    Error { error: String },
}

#[derive(Deserialize)]
struct InstantVector {
    result: Vec<Series>,
}

#[derive(Deserialize)]
struct Series {
    metric: BTreeMap<String, String>,
    value: (f64, Value),
}

#[derive(Deserialize)]
struct Value(#[serde(deserialize_with = "sample::written_out")] f64);

impl From<Series> for Sample {
    fn from(Series { metric: mut labels, value: (_, Value(value)) }: Series) -> Self {
        let name = labels.remove("__name__").unwrap_or_default();
        labels.retain(|label, _| !TARGET_LABELS.contains(&label.as_str()));
        Self { name, labels, value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_logs_of_prometheus_2_and_3() {
        let address = "127.0.0.1:34567".parse().ok();
        let two = r#"ts=2026-11-20T14:00:00Z caller=tls_config.go:232 level=info component=web msg="Listening on" address=127.0.0.1:34567"#;
        let three = r#"time=2026-11-20T14:00:00Z level=INFO source=tls_config.go:347 msg="Listening on" component=web address=127.0.0.1:34567"#;
        assert_eq!(listening_on(two), address);
        assert_eq!(listening_on(three), address);
        assert_eq!(listening_on("level=info msg=\"Starting Prometheus Server\""), None);
    }
}
