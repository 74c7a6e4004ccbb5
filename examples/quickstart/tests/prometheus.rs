//! The quickstart under load and under a real Prometheus: what the loader counts is what Prometheus stores.
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lowcard_load::{Load, Request};
use lowcard_servers::{Prometheus, Sample, http, poll, promtool, python};

/// How long anything may take that does happen.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the counters stand still once the service's own traffic is over.
const REST: Duration = Duration::from_secs(1);
/// What is counted of requests.
const REQUESTS: &str = "demo_http_requests_total";

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_stores_what_the_loader_counted() {
    let quickstart = Quickstart::start();
    let prometheus = Prometheus::scraping(quickstart.address, "/metrics");
    let mut expected = counts(&quickstart.requests_at_rest());

    let mix = vec![
        Request::get("/hello/ada", "/hello/{name}", 200),
        Request::get("/orders/42", "/orders/{id}", 200),
        Request::get("/orders/forty-two", "/orders/{id}", 400),
        Request::new("POST", "/orders", "/orders", 201),
        Request::new("DELETE", "/orders/42", "/orders/{id}", 405),
        Request::get("/wp-login.php", "unmatched", 404),
    ];
    let load = Load::new(quickstart.address, mix).expect("a server on this machine");
    let every = Duration::from_micros(500);
    let outcome = load.open_loop(every, 6_000).expect("every answer is the expected one");
    for (answered, count) in outcome.counts {
        let labels = [answered.method, answered.template, answered.status.to_string()];
        *expected.entry(labels).or_default() += count;
    }

    prometheus.wait_until(REQUESTS, |stored| counts(stored) == expected, PATIENCE);
    assert_eq!(counts(&quickstart.requests()), expected);
    let in_flight = prometheus.query("demo_http_requests_in_flight");
    assert_eq!(in_flight.iter().map(|sample| sample.value.to_bits()).collect::<Vec<_>>(), [0.0_f64.to_bits()]);
}

#[test]
#[ignore = "needs Prometheus: run by cargo xtask test"]
fn prometheus_stores_what_the_system_says() {
    let quickstart = Quickstart::start();
    let prometheus = Prometheus::scraping(quickstart.address, "/metrics");
    for name in ["demo_build_info", "demo_uptime_seconds_total", "process_resident_memory_bytes"] {
        prometheus.wait_until(name, |stored| stored.len() == 1 && stored[0].value > 0.0, PATIENCE);
    }
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

    fn scrape(&self) -> String {
        http::get(self.address, "/metrics").text().to_owned()
    }

    /// The request counter as the service exposes it now.
    fn requests(&self) -> Vec<Sample> {
        let samples = python::parse(&self.scrape()).into_iter().flat_map(|family| family.samples);
        samples.filter(|sample| sample.name == REQUESTS).collect()
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

/// How many requests were counted with each method, path and status.
fn counts(samples: &[Sample]) -> BTreeMap<[String; 3], u64> {
    let labels = |sample: &Sample| ["method", "path", "status_code"].map(|name| sample.labels[name].clone());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "requests are whole, and above 0")]
    samples.iter().map(|sample| (labels(sample), sample.value as u64)).collect()
}
