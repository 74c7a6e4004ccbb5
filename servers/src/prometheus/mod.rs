//! A Prometheus server of the test's own.

mod answer;
mod setup;

use std::fmt::Debug;
use std::net::SocketAddr;
use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::http::Request;
use crate::server::Server;
use crate::{Sample, poll};
use answer::{Answer, Float, FoundExemplars, InstantVector, Native, Targets};

pub use answer::{Health, Metadata, NativeBucket, NativeHistogram, SeriesExemplars, Target};
pub use setup::Setup;

/// A running Prometheus that scrapes one target every second. It and its data are gone when this is dropped.
pub struct Prometheus {
    server: Server,
    address: SocketAddr,
}

impl Prometheus {
    /// Starts one that scrapes `http://{target}{path}`, with nothing but that in its configuration.
    #[track_caller]
    pub fn scraping(target: SocketAddr, path: &str) -> Self {
        Setup::default().scraping(target, path)
    }

    #[track_caller]
    fn of(mut server: Server) -> Self {
        let address = server.ready();
        Self { server, address }
    }

    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The samples that an instant query finds now, without the labels that name the target.
    #[track_caller]
    pub fn query(&self, promql: &str) -> Vec<Sample> {
        let found: InstantVector<Float> = self.ask("/api/v1/query", &[("query", promql)]);
        found.result.into_iter().map(Sample::from).collect()
    }

    /// The native histograms that an instant query finds now, without the labels that name the target.
    #[track_caller]
    pub fn native_histograms(&self, promql: &str) -> Vec<NativeHistogram> {
        let found: InstantVector<Native> = self.ask("/api/v1/query", &[("query", promql)]);
        found.result.into_iter().map(NativeHistogram::from).collect()
    }

    /// The exemplars of the series that a query names, which Prometheus keeps only if it was started with
    /// `--enable-feature=exemplar-storage`.
    #[track_caller]
    pub fn exemplars(&self, promql: &str) -> Vec<SeriesExemplars> {
        let found: Vec<FoundExemplars> = self.ask("/api/v1/query_exemplars", &[("query", promql)]);
        found.into_iter().map(SeriesExemplars::from).collect()
    }

    /// What it knows of every family that the target exposes.
    #[track_caller]
    pub fn metadata(&self) -> Vec<Metadata> {
        self.ask("/api/v1/targets/metadata", &[])
    }

    /// How the scrapes go; none as long as it has not found the target. How many samples the last one brought is the
    /// query `scrape_samples_scraped`.
    #[track_caller]
    pub fn target(&self) -> Option<Target> {
        let found: Targets = self.ask("/api/v1/targets", &[("state", "active")]);
        found.active_targets.into_iter().next()
    }

    /// Asks for the samples of an instant query until `holds` is true of them, as [`Prometheus::wait_for`] does.
    #[track_caller]
    pub fn wait_until(&self, promql: &str, holds: impl Fn(&[Sample]) -> bool, timeout: Duration) -> Vec<Sample> {
        self.wait_for(promql, |prometheus| prometheus.query(promql), |samples| holds(samples), timeout)
    }

    /// Asks again and again until `holds` is true of the answer, which it returns. Fails with `what`, the last answer
    /// and the end of Prometheus's log if that takes longer than `timeout`.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # let prometheus = lowcard_servers::Prometheus::scraping("127.0.0.1:9000".parse().unwrap(), "/metrics");
    /// use lowcard_servers::{Health, Prometheus};
    ///
    /// let health = |prometheus: &Prometheus| prometheus.target().map(|target| target.health);
    /// prometheus.wait_for("health", health, |health| *health == Some(Health::Down), Duration::from_secs(30));
    /// ```
    #[track_caller]
    pub fn wait_for<T: Debug>(
        &self,
        what: &str,
        ask: impl Fn(&Self) -> T,
        holds: impl Fn(&T) -> bool,
        timeout: Duration,
    ) -> T {
        let mut last = String::new();
        let held = poll(timeout, || {
            let answer = ask(self);
            if holds(&answer) {
                return Some(answer);
            }
            last = format!("{answer:#?}");
            None
        });
        match held {
            Some(answer) => answer,
            None => panic!("after {timeout:?}, `{what}` is still {last}\n{}", self.server.log_tail()),
        }
    }

    #[track_caller]
    fn ask<T: DeserializeOwned>(&self, path: &str, parameters: &[(&str, &str)]) -> T {
        let request = Request::get(self.address, path);
        let request = parameters.iter().fold(request, |request, (name, value)| request.query(name, value));
        let response = request.send();
        match serde_json::from_slice(&response.body) {
            Ok(Answer::Success { data }) => data,
            Ok(Answer::Error { error }) => panic!("Prometheus refuses {path} with {parameters:?}: {error}"),
            Err(error) => {
                panic!("{path} with {parameters:?} is not answered as expected ({error}): {}", response.text())
            }
        }
    }
}
