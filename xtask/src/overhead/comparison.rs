//! One figure with metrics and without, over all rounds.

use super::claim::Claim;
use super::figure::Figure;
use super::round::{Round, Run};
use super::samples::Samples;
use super::stretch::Stretch;

pub(super) struct Comparison {
    figure: &'static Figure,
    disabled: Samples,
    enabled: Samples,
    /// Enabled over disabled.
    cost: Samples,
    /// Disabled over disabled.
    noise: Samples,
}

impl Comparison {
    pub(super) fn new(figure: &'static Figure, rounds: &[Round], stretch: fn(&Run) -> &Stretch) -> Self {
        let samples =
            |run: fn(&Round) -> &Run| Samples::new(rounds.iter().map(|round| (figure.of)(stretch(run(round)))));
        let [disabled, enabled, disabled_again] =
            [samples(|round| &round.disabled), samples(|round| &round.enabled), samples(|round| &round.disabled_again)];
        let [cost, noise] = [enabled.over(&disabled), disabled_again.over(&disabled)];
        Self { figure, disabled, enabled, cost, noise }
    }

    /// The cells of a table.
    pub(super) fn row(&self) -> Vec<String> {
        let Self { figure, disabled, enabled, cost, noise } = self;
        let [disabled, enabled] = [disabled, enabled].map(|samples| figure.written(samples.median()));
        vec![figure.name.to_owned(), disabled, enabled, ratio(cost), ratio(noise)]
    }

    /// What is claimed of it, and the name of it.
    pub(super) fn claim(&self) -> Option<(&'static str, Claim)> {
        Some((self.figure.name, Claim::new(self.figure.allowed?, &self.cost, &self.noise)))
    }
}

/// The median, and the range over all rounds.
fn ratio(ratios: &Samples) -> String {
    let (min, max) = ratios.range();
    format!("{:.3} ({min:.3}–{max:.3})", ratios.median())
}
