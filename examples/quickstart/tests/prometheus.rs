//! The quickstart under a real Prometheus: what the service counts is what Prometheus stores.
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lowcard_servers::{Prometheus, Sample, http, poll, promtool, python};

/// How long anything may take that does happen.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the counters stand still once the service's own traffic is over.
const REST: Duration = Duration::from_secs(1);

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_stores_what_the_service_counted() {
    let quickstart = Quickstart::start();
    let prometheus = Prometheus::scraping(quickstart.address, "/metrics");
    let before = quickstart.requests_at_rest();

    quickstart.get(7, "/hello/ada", 200);
    quickstart.get(5, "/orders/42", 200);
    quickstart.get(3, "/nowhere", 404);

    let counted = quickstart.requests();
    assert_exactly(total(&counted), total(&before) + 15.0);
    let family = &counted.first().expect("requests were counted").name;
    prometheus.wait_until(family, |stored| application(stored) == counted, PATIENCE);
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn promtool_has_nothing_to_say() {
    let quickstart = Quickstart::start();
    quickstart.requests_at_rest();
    assert_eq!(promtool::check_metrics(&quickstart.scrape()), Ok(()));
}

/// The running service.
struct Quickstart {
    process: Child,
    address: SocketAddr,
}

impl Quickstart {
    /// On a free port, which the first line of its output tells.
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_quickstart"))
            .env("QUICKSTART_ADDR", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the quickstart starts");
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().expect("stdout is piped")).read_line(&mut line).expect("a first line");
        let url = line.trim().strip_prefix("serving http://").and_then(|url| url.strip_suffix("/metrics"));
        let address = url.and_then(|address| address.parse().ok());
        Self { process, address: address.unwrap_or_else(|| panic!("no address in the first line, {line:?}")) }
    }

    fn get(&self, times: u32, path: &str, status: u16) {
        for _ in 0..times {
            assert_eq!(http::get(self.address, path).status, status, "GET {path}");
        }
    }

    fn scrape(&self) -> String {
        http::get(self.address, "/metrics").text().to_owned()
    }

    /// The request counter as the service exposes it now.
    fn requests(&self) -> Vec<Sample> {
        let samples = python::parse(&self.scrape()).into_iter().flat_map(|family| family.samples);
        application(&samples.filter(|sample| sample.name.ends_with("http_requests_total")).collect::<Vec<_>>())
    }

    /// The request counter once the service no longer drives traffic at itself.
    fn requests_at_rest(&self) -> Vec<Sample> {
        let mut latest = self.requests();
        let mut since = Instant::now();
        let resting = poll(PATIENCE, || {
            let now = self.requests();
            if now != latest {
                latest = now;
                since = Instant::now();
            }
            (since.elapsed() >= REST).then_some(())
        });
        resting.expect("the service's own traffic comes to an end");
        latest
    }
}

impl Drop for Quickstart {
    fn drop(&mut self) {
        // Both fail only if the process is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What was counted of the application: every look at `/metrics` would change what is counted of `/metrics`.
fn application(samples: &[Sample]) -> Vec<Sample> {
    let mut kept: Vec<_> =
        samples.iter().filter(|sample| sample.labels.values().all(|value| value != "/metrics")).cloned().collect();
    kept.sort_by(|a, b| a.labels.cmp(&b.labels));
    kept
}

fn total(samples: &[Sample]) -> f64 {
    samples.iter().map(|sample| sample.value).sum()
}

/// Counts of requests are whole numbers, which floats hold exactly.
#[track_caller]
fn assert_exactly(counted: f64, expected: f64) {
    assert!(counted.total_cmp(&expected).is_eq(), "{counted} requests were counted, not {expected}");
}
