//! A stretch of time under one load, and what the service took for it.

use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use lowcard_load::{Error, Load, Outcome, Request};

use super::effort::{CONNECTIONS, EVERY, Effort};
use super::process::{Memory, cpu_time};
use super::scraper;
use super::service::{Metrics, Service};

/// What came of it. The latencies themselves are gone, so that many rounds take no more memory than few.
pub(super) struct Stretch {
    pub(super) p50: Duration,
    pub(super) p95: Duration,
    pub(super) p99: Duration,
    pub(super) answers: u64,
    /// From the first request to the last answer.
    pub(super) took: Duration,
    /// That the service spent.
    pub(super) cpu: Duration,
    /// Of the service, at the end.
    pub(super) memory: Memory,
}

impl Stretch {
    fn new(outcome: &Outcome, cpu: Duration, memory: Memory) -> Self {
        let [p50, p95, p99] = [50, 95, 99].map(|percent| outcome.latencies.percentile(percent));
        Self { p50, p95, p99, answers: outcome.answers(), took: outcome.took, cpu, memory }
    }
}

/// The requests, as often as one another.
fn mix() -> Vec<Request> {
    vec![
        Request::get("/hello/ada", "/hello/{name}", 200),
        Request::get("/orders/7", "/orders/{id}", 200),
        Request::get("/hello/grace", "/hello/{name}", 200),
        Request::get("/orders/42", "/orders/{id}", 200),
        Request::get("/nowhere", "unmatched", 404),
    ]
}

/// Asks until everything has been needed once, and checks that there are metrics or none.
pub(super) fn warm_up(service: &Service, stretch: Duration) -> Result<(), String> {
    let warmed = scraper::check(service.address, service.metrics).and_then(|_| {
        let load = Load::new(service.address, mix())?.connections(CONNECTIONS);
        load.closed_loop(stretch / 2, u32::MAX)?;
        load.open_loop(EVERY, Effort::times(stretch / 2, EVERY))
    });
    warmed.map(drop).map_err(|error| error.to_string())
}

/// At a fixed rate.
pub(super) fn steady(service: &Service, stretch: Duration) -> Result<Stretch, String> {
    measure(service, stretch, |load| load.open_loop(EVERY, Effort::times(stretch, EVERY)))
}

/// As fast as the service answers.
pub(super) fn saturated(service: &Service, stretch: Duration) -> Result<Stretch, String> {
    measure(service, stretch, |load| load.closed_loop(stretch, u32::MAX))
}

fn measure(
    service: &Service,
    stretch: Duration,
    drive: impl FnOnce(&Load) -> Result<Outcome, Error>,
) -> Result<Stretch, String> {
    let load = Load::new(service.address, mix()).map_err(|error| error.to_string())?.connections(CONNECTIONS);
    let before = cpu_time(service.id())?;
    let (outcome, scraped) = thread::scope(|scope| {
        // Nobody asks a service for metrics that it doesn't have.
        let scraper =
            (service.metrics == Metrics::Enabled).then(|| scope.spawn(|| scraper::scrape(service.address, stretch)));
        (drive(&load), scraper.map(ScopedJoinHandle::join))
    });
    let cpu = cpu_time(service.id())?.saturating_sub(before);
    let outcome = outcome.map_err(|error| error.to_string())?;
    match scraped {
        None | Some(Ok(Ok(_))) => Ok(Stretch::new(&outcome, cpu, Memory::of(service.id())?)),
        Some(Ok(Err(error))) => Err(format!("a scrape failed: {error}")),
        Some(Err(_)) => Err("the scraper has panicked".to_owned()),
    }
}
