//! Any subject of lowcard's in a process that has turned metrics off, as an operator does. It can't be turned on again.

use lowcard::Config;

use crate::subject::{Subject, Tells};
use crate::workload::Operation;

/// Does all that the subject does, of which nothing may be exposed.
pub struct Disabled<S>(S);

impl<S: Subject> Subject for Disabled<S> {
    const NAME: &'static str = S::NAME;
    const TELLS: Tells = Tells::Nothing;
    type Step = S::Step;

    /// Metrics go first, as in a program that has just read its configuration.
    fn new() -> Self {
        turn_metrics_off();
        Self(S::new())
    }

    fn step(operation: Operation) -> S::Step {
        S::step(operation)
    }

    #[inline]
    fn record(&self, step: S::Step) {
        self.0.record(step);
    }

    fn scrape(&self) -> String {
        self.0.scrape()
    }
}

/// There are none in this process from then on.
pub(super) fn turn_metrics_off() {
    let mut config = Config::default();
    config.enabled = false;
    drop(config.start());
}
