//! What a floor, a peer and lowcard have in common, so that one loop measures them all.

use lowcard::Format;

use crate::exposition::Exposition;
use crate::workload::{Operation, Timing, VISITS, Visit, WAITS};

/// One way to record operations, in one family of counters or histograms.
pub trait Subject: Send + Sync + Sized + 'static {
    /// As the tables call it.
    const NAME: &'static str;

    /// How much of the result it can tell.
    const TELLS: Tells = Tells::Everything;

    /// An operation as the caller has it at hand, such as a peer's label set.
    type Step: Copy + Send + Sync + 'static;

    /// Sets it up, with a registry of its own wherever the peer has such a thing.
    fn new() -> Self;

    /// Prepares an operation, before anything is measured.
    fn step(operation: Operation) -> Self::Step;

    /// Records an operation. This is what is measured.
    fn record(&self, step: Self::Step);

    /// Called by each thread at the end of its batch.
    fn settle(&self) {}

    /// The exposition.
    fn scrape(&self) -> String;

    /// What it has recorded.
    fn read(&self) -> Result<Exposition, String> {
        Exposition::parse(&self.scrape())
    }
}

/// A subject that records in native histograms, which only protobuf can show.
pub trait NativeSubject: Subject {
    /// The exposition in protobuf, in room that was used before if the subject can use it.
    fn encode(&self, room: Vec<u8>) -> Vec<u8>;
}

/// How much of the result a subject can tell: the lowest floors give up a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// Every series.
    Everything,
    /// Every series but the sums of histograms.
    AllButSums,
    /// How many operations there were.
    Total,
    /// Not even that there is anything: nothing may be exposed.
    Nothing,
}

/// How many families a [`World`] has.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Families of counters, of 1,000 label sets each.
    pub counters: usize,
    /// Families of histograms, of 112 label sets each.
    pub histograms: usize,
}

impl Size {
    /// Everything there is.
    pub const FULL: Self = Self { counters: VISITS.len(), histograms: WAITS.len() };
    /// Half of what memory is measured of.
    pub const COUNTERS: Self = Self { histograms: 0, ..Self::FULL };
    /// The other half.
    pub const HISTOGRAMS: Self = Self { counters: 0, ..Self::FULL };
}

/// The metrics of a whole program, to be scraped.
pub trait World: Send + Sync {
    /// Adds to a counter.
    fn count(&self, family: usize, visit: Visit, amount: u64);

    /// Observes in a histogram.
    fn observe(&self, family: usize, timing: Timing, value: f64);

    /// The exposition, in memory that is taken for it.
    fn scrape(&self) -> String;

    /// The exposition in a format, if there is a way to have it, in room that was used before if there is a way to use it.
    fn encode(&self, format: Format, _room: Vec<u8>) -> Option<Vec<u8>> {
        (format == Format::Text).then(|| self.scrape().into_bytes())
    }

    /// Touches every series, with the same numbers each time.
    fn fill(&self, size: Size) {
        for family in 0..size.counters {
            Visit::all().for_each(|visit| self.count(family, visit, visit.amount(family)));
        }
        for family in 0..size.histograms {
            for timing in Timing::all() {
                timing.values(family).for_each(|value| self.observe(family, timing, value));
            }
        }
    }
}

/// Has text written into room that was used before.
pub fn reuse(mut room: Vec<u8>, write: impl FnOnce(&mut String)) -> Vec<u8> {
    room.clear();
    let mut text = String::from_utf8(room).unwrap_or_default();
    write(&mut text);
    text.into_bytes()
}
