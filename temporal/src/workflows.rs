//! Runs of workflows: which ones have begun, and how long those took that want to end.
//!
//! A workflow's code runs again with each replay, and a task's result can be refused, so neither tells what happened. A
//! run has begun when its code is entered for the first time without being replayed. It has ended when the server has
//! accepted so, which the SDK counts by workflow type; how long it took is noted beforehand, when its code returns.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::WorkflowMetrics;
use crate::end::End;
use crate::recent::Recent;

/// What is known of runs in this process.
pub(crate) struct Workflows {
    metrics: Arc<dyn WorkflowMetrics>,
    hasher: RandomState,
    /// Held for a look-up, and never while somebody else's code runs.
    runs: Mutex<Runs>,
}

/// A run, by the hash of its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run(u64);

#[derive(Default)]
struct Runs {
    begun: Recent,
    /// Those whose code has returned, by workflow type, the oldest first.
    returned: HashMap<Box<str>, VecDeque<Returned>>,
}

/// A run whose code has returned, and after what time.
struct Returned {
    run: Run,
    duration: Duration,
    /// The worker has it in memory no more: its end was refused, or was taken for that of another run.
    has_left: bool,
}

/// How many runs of a type can have returned without an answer of the server. A worker has a hundred tasks at once, unless
/// it is told otherwise.
const MOST: usize = 1_000;

impl Workflows {
    pub(crate) fn new(metrics: Arc<dyn WorkflowMetrics>) -> Self {
        Self { metrics, hasher: RandomState::new(), runs: Mutex::default() }
    }

    pub(crate) fn metrics(&self) -> &dyn WorkflowMetrics {
        &*self.metrics
    }

    pub(crate) fn run(&self, run_id: &str) -> Run {
        Run(self.hasher.hash_one(run_id))
    }

    /// The code of a run is entered, and not for a replay. It may be the first task for the second time.
    pub(crate) fn begun(&self, run: Run, workflow_type: &str) {
        let is_new = self.runs().begun.add(run.0);
        if is_new {
            self.metrics.started(workflow_type);
        }
    }

    /// The code of a run has returned, so that the server is asked to end it. It may be for the second time.
    pub(crate) fn returned(&self, run: Run, workflow_type: &str, duration: Duration) {
        let mut runs = self.runs();
        let returned = runs.returned.entry(workflow_type.into()).or_default();
        returned.retain(|known| known.run != run);
        if returned.len() == MOST {
            returned.pop_front();
        }
        returned.push_back(Returned { run, duration, has_left: false });
    }

    /// The server has accepted the end of a run of this type. Which one is not said: of several that have returned, the
    /// first is taken. If that was not the one, it is among those that have left when its own end is accepted; so in the
    /// end each of their times is observed once.
    pub(crate) fn ended(&self, workflow_type: &str, end: End) {
        let mut runs = self.runs();
        let duration = runs.returned.get_mut(workflow_type).and_then(take).map(|returned| returned.duration);
        drop(runs);
        match end {
            End::Completed => self.metrics.completed(workflow_type),
            End::Failed => self.metrics.failed(workflow_type),
            End::Cancelled | End::ContinuedAsNew => {}
        }
        if let Some(duration) = duration {
            self.metrics.took(workflow_type, duration);
        }
    }

    /// The worker has a run in memory no more. If the server has refused its end, it is not going to be accepted now; but
    /// it may have been accepted, and another run's time been taken for it.
    pub(crate) fn left(&self, run: Run, workflow_type: &str) {
        let mut runs = self.runs();
        let Some(returned) = runs.returned.get_mut(workflow_type) else { return };
        if let Some(known) = returned.iter_mut().find(|known| known.run == run) {
            known.has_left = true;
        } else if returned.is_empty() {
            runs.returned.remove(workflow_type);
        }
    }

    fn runs(&self) -> MutexGuard<'_, Runs> {
        // A poisoned lock guards what was known before.
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The first that is still in memory, otherwise the last that has left.
fn take(returned: &mut VecDeque<Returned>) -> Option<Returned> {
    let last = returned.len().checked_sub(1)?;
    let first = returned.iter().position(|known| !known.has_left);
    returned.remove(first.unwrap_or(last))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex, PoisonError};
    use std::time::Duration;

    use super::{MOST, Workflows};
    use crate::WorkflowMetrics;
    use crate::end::End;

    /// Keeps what it is told, in words.
    #[derive(Clone, Default)]
    struct Told(Arc<Mutex<Vec<String>>>);

    impl Told {
        fn tell(&self, what: String) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(what);
        }

        fn take(&self) -> Vec<String> {
            std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
        }
    }

    impl WorkflowMetrics for Told {
        fn started(&self, workflow_type: &str) {
            self.tell(format!("{workflow_type} started"));
        }

        fn completed(&self, workflow_type: &str) {
            self.tell(format!("{workflow_type} completed"));
        }

        fn failed(&self, workflow_type: &str) {
            self.tell(format!("{workflow_type} failed"));
        }

        fn took(&self, workflow_type: &str, duration: Duration) {
            self.tell(format!("{workflow_type} took {}", duration.as_secs()));
        }

        fn configured(&self) {}

        fn running(&self) {}

        fn stopped(&self) {}
    }

    fn workflows() -> (Told, Workflows) {
        let told = Told::default();
        (told.clone(), Workflows::new(Arc::new(told)))
    }

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_run_begins_once() {
        let (told, workflows) = workflows();
        workflows.begun(workflows.run("a"), "Order");
        workflows.begun(workflows.run("a"), "Order");
        workflows.begun(workflows.run("b"), "Order");
        assert_eq!(told.take(), ["Order started", "Order started"]);
    }

    #[test]
    fn the_last_return_of_a_run_is_the_one_that_counts() {
        let (told, workflows) = workflows();
        workflows.returned(workflows.run("a"), "Order", seconds(1));
        workflows.returned(workflows.run("a"), "Order", seconds(2));
        workflows.ended("Order", End::Failed);
        workflows.ended("Order", End::Cancelled);
        assert_eq!(told.take(), ["Order failed", "Order took 2"]);
    }

    #[test]
    fn of_several_that_returned_each_is_observed_once() {
        let (told, workflows) = workflows();
        workflows.returned(workflows.run("a"), "Order", seconds(1));
        workflows.returned(workflows.run("b"), "Order", seconds(2));
        workflows.returned(workflows.run("c"), "Refund", seconds(3));
        workflows.ended("Order", End::Completed);
        workflows.ended("Order", End::ContinuedAsNew);
        assert_eq!(told.take(), ["Order completed", "Order took 1", "Order took 2"]);
    }

    #[test]
    fn a_run_that_left_is_not_observed_for_another() {
        let (told, workflows) = workflows();
        workflows.returned(workflows.run("a"), "Order", seconds(1));
        workflows.left(workflows.run("a"), "Order");
        workflows.returned(workflows.run("b"), "Order", seconds(2));
        workflows.ended("Order", End::Completed);
        workflows.left(workflows.run("b"), "Order");
        assert_eq!(told.take(), ["Order completed", "Order took 2"]);
    }

    #[test]
    fn runs_that_end_in_another_order_are_each_observed_once() {
        let (told, workflows) = workflows();
        workflows.returned(workflows.run("a"), "Order", seconds(1));
        workflows.returned(workflows.run("b"), "Order", seconds(2));
        workflows.ended("Order", End::Completed); // the end of b
        workflows.left(workflows.run("b"), "Order");
        workflows.ended("Order", End::Completed);
        workflows.left(workflows.run("a"), "Order");
        assert_eq!(told.take(), ["Order completed", "Order took 1", "Order completed", "Order took 2"]);
        assert!(workflows.runs().returned.is_empty());
    }

    #[test]
    fn what_is_remembered_has_a_bound() {
        let (_, workflows) = workflows();
        for run in 0..=MOST {
            workflows.returned(workflows.run(&run.to_string()), "Order", seconds(1));
        }
        assert_eq!(workflows.runs().returned["Order"].len(), MOST);
    }
}
