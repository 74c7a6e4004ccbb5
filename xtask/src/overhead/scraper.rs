//! Scrapes as a Prometheus does, while the service is under load.

use std::net::SocketAddr;
use std::time::Duration;

use lowcard_load::{Error, Load, Outcome, Request};

use super::effort::{Effort, SCRAPE_EVERY};
use super::service::Metrics;

/// What a Prometheus 3 asks for.
const ACCEPT: &str = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,\
    application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,\
    text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

/// Scrapes for so long, the first time at once: one time at least.
pub(super) fn scrape(service: SocketAddr, stretch: Duration) -> Result<Outcome, Error> {
    asking(service, 200)?.open_loop(SCRAPE_EVERY, Effort::times(stretch, SCRAPE_EVERY))
}

/// One scrape that shows whether there are metrics, so that nothing else is measured than what is thought to be.
pub(super) fn check(service: SocketAddr, metrics: Metrics) -> Result<Outcome, Error> {
    let status = if metrics == Metrics::Enabled { 200 } else { 404 };
    asking(service, status)?.closed_loop(Duration::ZERO, 1)
}

fn asking(service: SocketAddr, status: u16) -> Result<Load, Error> {
    let request =
        Request::get("/metrics", "/metrics", status).header("Accept", ACCEPT).header("Accept-Encoding", "gzip");
    Ok(Load::new(service, vec![request])?.connections(1))
}
