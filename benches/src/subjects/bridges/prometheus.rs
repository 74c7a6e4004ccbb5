//! The prometheus crate's registry as a part of ours, and ours as a part of one of that crate.

use ::prometheus::Registry as Theirs;
use lowcard::prometheus::Bridge;
use lowcard::{Format, Registry};

use crate::subject::{Size, Subject, World};
use crate::subjects::prometheus::InRegistry;
use crate::subjects::{lowcard as ours, prometheus as theirs};
use crate::workload::{Operation, Timing, Visit};

/// What that crate counts, which is attached to a registry of ours and is scraped there.
pub struct Adopted<T> {
    theirs: T,
    registry: Registry,
}

impl<T: InRegistry> Adopted<T> {
    fn new(theirs: T) -> Self {
        let registry = Registry::new();
        registry.attach("prometheus", theirs.registry().clone()).expect("a registry of its own");
        Self { theirs, registry }
    }
}

impl<S: Subject + InRegistry> Subject for Adopted<S> {
    const NAME: &'static str = "prometheus with_label_values → **lowcard**";
    type Step = S::Step;

    fn new() -> Self {
        Self::new(S::new())
    }

    fn step(operation: Operation) -> S::Step {
        S::step(operation)
    }

    #[inline]
    fn record(&self, step: S::Step) {
        self.theirs.record(step);
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }
}

/// A registry of that crate with the first families of each kind, which is a part of ours.
pub fn adopted(size: Size) -> Adopted<theirs::Program> {
    Adopted::new(theirs::Program::new(size))
}

impl World for Adopted<theirs::Program> {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        self.theirs.count(family, visit, amount);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        self.theirs.observe(family, timing, value);
    }

    fn scrape(&self) -> String {
        self.registry.encode_text()
    }

    fn encode(&self, format: Format, room: Vec<u8>) -> Option<Vec<u8>> {
        Some(ours::encode(&self.registry, format, room))
    }
}

/// What lowcard counts, which is a part of a registry of that crate and is scraped there.
pub struct Bridged {
    ours: ours::Program,
    registry: Theirs,
}

impl Bridged {
    /// Registers the first families of each kind, and touches no series.
    pub fn new(size: Size) -> Self {
        let ours = ours::Program::new(size);
        let registry = Theirs::new();
        registry.register(Box::new(Bridge::new(ours.registry().clone()))).expect("a registry of its own");
        Self { ours, registry }
    }
}

impl World for Bridged {
    fn count(&self, family: usize, visit: Visit, amount: u64) {
        self.ours.count(family, visit, amount);
    }

    fn observe(&self, family: usize, timing: Timing, value: f64) {
        self.ours.observe(family, timing, value);
    }

    fn scrape(&self) -> String {
        theirs::scrape(&self.registry)
    }

    fn encode(&self, format: Format, room: Vec<u8>) -> Option<Vec<u8>> {
        theirs::encode(&self.registry, format, room)
    }
}
