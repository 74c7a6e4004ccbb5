//! How a Prometheus is started.

use std::net::SocketAddr;

use super::Prometheus;
use crate::server::Server;
use crate::tool;

/// What a test wants of a Prometheus beyond [`Prometheus::scraping`].
///
/// ```no_run
/// use lowcard_servers::Setup;
///
/// let target = "127.0.0.1:9000".parse().unwrap();
/// let prometheus = Setup::prometheus_3()
///     .flag("--enable-feature=native-histograms")
///     .scrape_config("always_scrape_classic_histograms: true")
///     .scraping(target, "/metrics");
/// ```
#[derive(Clone, Debug)]
pub struct Setup {
    tool: &'static str,
    flags: Vec<String>,
    scrape_config: String,
}

impl Default for Setup {
    /// The Prometheus that every run has: the one in PATH, otherwise the 2.42 of Debian stable.
    fn default() -> Self {
        Self::of(tool::PROMETHEUS)
    }
}

impl Setup {
    /// A Prometheus 3, which not every run has: the test's name must hold `prometheus_3`, by which such tests are left
    /// out.
    pub fn prometheus_3() -> Self {
        Self::of(tool::PROMETHEUS_3)
    }

    fn of(tool: &'static str) -> Self {
        Self { tool, flags: Vec::new(), scrape_config: String::new() }
    }

    /// Adds a flag of the command line, as `--enable-feature=native-histograms`.
    #[must_use]
    pub fn flag(mut self, flag: &str) -> Self {
        self.flags.push(flag.to_owned());
        self
    }

    /// Adds lines of YAML to the one scrape config, as `scrape_timeout: 500ms`. One that this Prometheus does not know
    /// keeps it from starting.
    #[must_use]
    pub fn scrape_config(mut self, lines: &str) -> Self {
        self.scrape_config.extend(lines.lines().map(|line| format!("    {line}\n")));
        self
    }

    /// Starts one that scrapes `http://{target}{path}` every second. It takes about 5 s until the first scrape:
    /// Prometheus looks for new targets no more often.
    #[track_caller]
    pub fn scraping(&self, target: SocketAddr, path: &str) -> Prometheus {
        let own = ["--config.file=prometheus.yml", "--storage.tsdb.path=data"].map(str::to_owned);
        let flags = [&own, self.flags.as_slice()].concat();
        let configuration = self.configuration(target, path);
        Prometheus::of(Server::start("Prometheus", self.tool, &flags, ("prometheus.yml", &configuration)))
    }

    fn configuration(&self, target: SocketAddr, path: &str) -> String {
        format!(
            "global:
  scrape_interval: 1s
scrape_configs:
  - job_name: test
    metrics_path: '{path}'
    static_configs:
      - targets: ['{target}']
{}",
            self.scrape_config
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_added_at_the_level_of_the_scrape_config() {
        let setup =
            Setup::default().scrape_config("basic_auth:\n  username: ada").scrape_config("scrape_timeout: 500ms");
        let configuration = setup.configuration(SocketAddr::from(([127, 0, 0, 1], 9000)), "/metrics");
        let end =
            "      - targets: ['127.0.0.1:9000']\n    basic_auth:\n      username: ada\n    scrape_timeout: 500ms\n";
        assert!(configuration.ends_with(end), "{configuration}");
    }
}
