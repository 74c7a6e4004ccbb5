//! A subject whose type is forgotten, so that all of them stand in one list; its loop is still compiled for it alone.

use std::sync::Arc;

use crate::crew::Job;
use crate::exposition::Exposition;
use crate::subject::{Subject, Tells};
use crate::tally::Tally;
use crate::workload::Sequence;

/// A subject that can be set up.
pub struct Entry {
    /// As the tables call it.
    pub name: &'static str,
    /// Sets it up, and prepares its operations.
    pub set_up: fn() -> Box<dyn Contender>,
}

impl Entry {
    /// The entry of a subject.
    pub const fn of<S: Subject>() -> Self {
        Self { name: S::NAME, set_up: set_up::<S> }
    }
}

/// A subject that is set up.
pub trait Contender {
    /// Has a thread go through a sequence this often.
    fn job(&self, sequence: Sequence, repeats: u64) -> Job;

    /// Says what is wrong with what it has counted.
    fn check(&self, expected: &Tally) -> Result<(), String>;
}

struct SetUp<S: Subject> {
    subject: Arc<S>,
    varying: Arc<[S::Step]>,
    hot: Arc<[S::Step]>,
}

fn set_up<S: Subject>() -> Box<dyn Contender> {
    let steps = |sequence: Sequence| sequence.operations().into_iter().map(S::step).collect();
    Box::new(SetUp { subject: Arc::new(S::new()), varying: steps(Sequence::Varying), hot: steps(Sequence::Hot) })
}

impl<S: Subject> Contender for SetUp<S> {
    fn job(&self, sequence: Sequence, repeats: u64) -> Job {
        let subject = Arc::clone(&self.subject);
        let steps = Arc::clone(match sequence {
            Sequence::Varying => &self.varying,
            Sequence::Hot => &self.hot,
        });
        Arc::new(move |thread| {
            // Threads start at different places, so that they don't follow each other from series to series.
            let (later, first) = steps.split_at(thread * steps.len() / 8 % steps.len());
            for _ in 0..repeats {
                record_all(&*subject, first);
                record_all(&*subject, later);
            }
            subject.settle();
        })
    }

    fn check(&self, expected: &Tally) -> Result<(), String> {
        expected.check(&self.subject.read()?, S::TELLS)
    }
}

/// The loop that is measured; callgrind knows it by its name.
#[inline(never)]
fn record_all<S: Subject>(subject: &S, steps: &[S::Step]) {
    for step in steps {
        subject.record(*step);
    }
}

/// Says what is wrong with an exposition.
pub fn check(expected: &Tally, text: &str, tells: Tells) -> Result<(), String> {
    expected.check(&Exposition::parse(text)?, tells)
}
