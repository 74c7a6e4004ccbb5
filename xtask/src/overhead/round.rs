//! A round: the service without metrics, with them, and without them again, so that the noise stands beside the cost.

use std::path::Path;

use super::cpus::Pinning;
use super::effort::Effort;
use super::progress;
use super::service::{Metrics, Service};
use super::stretch::{self, Stretch};

/// What was measured of one service, from its start on.
pub(super) struct Run {
    pub(super) steady: Stretch,
    pub(super) saturated: Stretch,
}

/// The three services of a round.
pub(super) struct Round {
    pub(super) disabled: Run,
    pub(super) enabled: Run,
    /// As different from the first as two runs of the same are.
    pub(super) disabled_again: Run,
}

/// All rounds.
pub(super) fn all(program: &Path, pinning: &Pinning, effort: &Effort) -> Result<Vec<Round>, String> {
    (0..effort.rounds).map(|number| round(program, pinning, effort, number)).collect()
}

fn round(program: &Path, pinning: &Pinning, effort: &Effort, number: usize) -> Result<Round, String> {
    let mut runs = [None, None, None];
    for place in order(number) {
        let metrics = [Metrics::Disabled, Metrics::Enabled, Metrics::Disabled][place];
        progress(&format!("round {} of {}: {metrics}", number + 1, effort.rounds));
        let measured = Service::start(program, pinning, metrics).and_then(|service| run(&service, effort));
        runs[place] = Some(measured.map_err(|why| format!("with metrics {metrics}: {why}"))?);
    }
    let [Some(disabled), Some(enabled), Some(disabled_again)] = runs else {
        return Err("a round has each service once".to_owned());
    };
    Ok(Round { disabled, enabled, disabled_again })
}

fn run(service: &Service, effort: &Effort) -> Result<Run, String> {
    stretch::warm_up(service, effort.warm_up)?;
    let steady = stretch::steady(service, effort.stretch)?;
    let saturated = stretch::saturated(service, effort.stretch)?;
    Ok(Run { steady, saturated })
}

/// Starts elsewhere in each round, and goes backwards in every other.
fn order(round: usize) -> [usize; 3] {
    let mut order = [0, 1, 2].map(|place| (place + round) % 3);
    if round % 2 == 1 {
        order.reverse();
    }
    order
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn six_rounds_have_every_order() {
        assert_eq!((0..6).map(order).collect::<BTreeSet<_>>().len(), 6);
    }
}
