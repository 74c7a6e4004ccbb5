//! The page: Markdown, from the first line to the last.

use std::fmt;

use super::claim::Claim;
use super::comparison::Comparison;
use super::cpus::Pinning;
use super::effort::{CONNECTIONS, Effort, RATE, SCRAPE_EVERY};
use super::figure::{Figure, SATURATED, STEADY};
use super::round::{Round, Run};
use super::setting::Setting;
use super::stretch::Stretch;

pub(super) struct Report {
    pub(super) setting: Setting,
    pub(super) pinning: Pinning,
    pub(super) effort: Effort,
    pub(super) rounds: Vec<Round>,
}

/// Above the figures.
const BEGINNING: &str = "\
# What metrics cost a service

The [quickstart](../examples/quickstart/src/main.rs) under load, with its metrics disabled and enabled
(`MONITORING_ENABLED`). This page is the output of one run; to repeat it:

```sh
cargo xtask overhead                 # four minutes; needs Linux, and writes to the terminal
cargo xtask overhead --rounds 24     # more rounds tell smaller differences apart
cargo xtask overhead --write         # writes this page, too
```
";

/// What the columns and rows mean.
const MEANING: &str = "\
- **p50, p95, p99** are exact, of all latencies of a run. At the fixed rate a latency counts from when the request was
  to be sent to the last byte of its answer, so that a service that stalls is charged for what waited; at saturation it
  counts from the sending. The load sleeps until 200 µs before a request is due, and spins from there.
- **CPU time of a request** is what the process's own clock has counted, in the program and in the kernel, with all its
  threads, over the requests of the load. Scrapes are part of the cost, and none of the requests.
- **Memory** is what is resident (`VmRSS`), and what was at most (`VmHWM`).
- **CPU time over wall time** near 100 % says that the service was the limit, and not the load.
- **enabled/disabled** is the median over the rounds of the ratio in the same round, in brackets the range over all.
  **disabled/disabled** is the same for two runs without metrics: the noise.
";

/// How a verdict comes about.
const VERDICTS: &str = "\
**Measured** is the median of the ratios less 1, in brackets the interval that has the true median in it with 95 %
confidence: the range over all rounds, less the outermost ones from nine rounds on. Fewer than six rounds have no such
interval, and no verdict. **Noise** is how far the interval of two runs without metrics reaches from 0.

A claim is **met** where neither the interval nor the noise goes beyond what is allowed, and **not met** where the whole
interval is beyond that and beyond the noise. Otherwise it is **within the noise**: these rounds don't tell.
";

impl Report {
    fn compare(&self, figures: &'static [Figure], stretch: fn(&Run) -> &Stretch) -> Vec<Comparison> {
        figures.iter().map(|figure| Comparison::new(figure, &self.rounds, stretch)).collect()
    }

    /// What was done.
    fn course(&self) -> String {
        let Self { setting, pinning, effort: Effort { rounds, warm_up, stretch }, .. } = self;
        let rate = thousands(RATE);
        format!(
            "{setting}.\n\
             {pinning}.\n\
             \n\
             Rounds: {rounds}. Each starts the service three times, in an order that changes: disabled, enabled, and\n\
             disabled again. Each time it is warmed up for {warm_up:?}, asked {rate} times a second for {stretch:?},\n\
             and then by {CONNECTIONS} connections as fast as it answers for {stretch:?}. Metrics that are enabled are\n\
             scraped as by a Prometheus, with gzip, at the start of both stretches and every {SCRAPE_EVERY:?} from\n\
             there. Every answer is checked, and a wrong one ends the measurement.\n"
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let loads = [format!("{} requests a second", thousands(RATE)), "saturation".to_owned()];
        let comparisons = [self.compare(STEADY, |run| &run.steady), self.compare(SATURATED, |run| &run.saturated)];
        writeln!(f, "{BEGINNING}")?;
        writeln!(f, "{}\n{MEANING}", self.course())?;
        for (load, comparisons) in loads.iter().zip(&comparisons) {
            writeln!(f, "## At {load}\n")?;
            let heading = ["", "disabled", "enabled", "enabled/disabled", "disabled/disabled"];
            table(f, &heading, comparisons.iter().map(Comparison::row))?;
        }
        writeln!(f, "## What is claimed\n")?;
        writeln!(f, "By how much metrics may raise a figure, and by how much they did.\n")?;
        let claims = loads.iter().zip(&comparisons).flat_map(|(load, comparisons)| {
            comparisons.iter().filter_map(Comparison::claim).map(move |(name, claim)| claimed(name, load, &claim))
        });
        table(f, &["", "allowed", "measured", "noise", "claim"], claims)?;
        f.write_str(VERDICTS)
    }
}

fn claimed(name: &str, load: &str, claim: &Claim) -> Vec<String> {
    [vec![format!("{name}, {load}")], claim.row().to_vec()].concat()
}

/// The first column is text, the others are numbers.
fn table(f: &mut fmt::Formatter<'_>, heading: &[&str], rows: impl Iterator<Item = Vec<String>>) -> fmt::Result {
    writeln!(f, "| {} |\n| --- |{}", heading.join(" | "), " ---: |".repeat(heading.len() - 1))?;
    for cells in rows {
        writeln!(f, "| {} |", cells.join(" | "))?;
    }
    writeln!(f)
}

fn thousands(number: u32) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}
