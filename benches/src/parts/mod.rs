//! The parts of a run: each measures one thing, and makes tables of it.

mod build;
mod dependent;
mod encode;
mod features;
mod instructions;
mod memory;
mod myself;
mod requests;
mod scrape;
#[cfg(feature = "temporal")]
mod temporal;
mod updates;

pub use myself::answer;
pub use requests::Switch;
pub use updates::{Expected, Kind};

use crate::rounds::Effort;
use crate::table::Table;

/// One part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Nanoseconds for one update.
    Updates(Kind),
    /// Nanoseconds for a line of a scrape, and the memory that it takes.
    Encode,
    /// Milliseconds for a scrape, in every format and with all that can be turned on.
    Scrape,
    /// Nanoseconds for one HTTP request, and what observing it adds.
    Requests(Switch),
    /// Bytes for a series.
    Memory,
    /// Instructions for one update.
    Instructions,
    /// Instructions for one update of lowcard with each of its features on, and crates.
    Features,
    /// CPU seconds of a clean build, and crates.
    Build,
    /// Nanoseconds and instructions of what Temporal's SDK asks of its meter.
    #[cfg(feature = "temporal")]
    Temporal,
}

impl Part {
    /// Every part, in the order in which they run.
    pub const ALL: &[Self] = &[
        Self::Updates(Kind::Counters),
        Self::Updates(Kind::Histograms),
        Self::Updates(Kind::CounterExemplars),
        Self::Updates(Kind::HistogramExemplars),
        Self::Updates(Kind::NativeHistograms),
        Self::Updates(Kind::BridgedCounters),
        Self::Updates(Kind::BridgedHistograms),
        Self::Updates(Kind::DisabledCounters),
        Self::Updates(Kind::DisabledHistograms),
        Self::Encode,
        Self::Scrape,
        Self::Requests(Switch::On),
        Self::Requests(Switch::Off),
        Self::Memory,
        Self::Instructions,
        Self::Features,
        Self::Build,
        #[cfg(feature = "temporal")]
        Self::Temporal,
    ];

    /// Its name on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Updates(kind) => kind.word(),
            Self::Encode => "encode",
            Self::Scrape => "scrape",
            Self::Requests(switch) => switch.word(),
            Self::Memory => "memory",
            Self::Instructions => "instructions",
            Self::Features => "features",
            Self::Build => "build",
            #[cfg(feature = "temporal")]
            Self::Temporal => "temporal",
        }
    }

    /// Whether it takes minutes, so that it only runs when it is named.
    pub fn is_slow(self) -> bool {
        match self {
            Self::Instructions | Self::Features | Self::Build => true,
            #[cfg(feature = "temporal")]
            Self::Temporal => true,
            _ => false,
        }
    }

    /// Measures.
    pub fn run(self, effort: Effort) -> Report {
        match self {
            Self::Updates(kind) => updates::run(kind, effort),
            Self::Encode => encode::run(effort),
            Self::Scrape => scrape::run(effort),
            Self::Requests(switch) => requests::run(switch, effort),
            Self::Memory => memory::run(),
            Self::Instructions => instructions::run(),
            Self::Features => features::run(),
            Self::Build => build::run(),
            #[cfg(feature = "temporal")]
            Self::Temporal => temporal::run(effort),
        }
    }
}

/// What a part has found.
#[derive(Debug, Default)]
pub struct Report {
    /// The tables.
    pub tables: Vec<Table>,
    /// What is wrong: results that are not equal, and rows that could not be measured. Each once.
    pub errors: Vec<String>,
}

impl Report {
    /// Adds a row to a table, or an error in its place.
    fn row(&mut self, table: &mut Table, name: &str, cells: Result<Vec<String>, String>) {
        let cells = cells.unwrap_or_else(|error| {
            let cells = vec![format!("error: {error}")];
            self.error(format!("{name}: {error}"));
            cells
        });
        table.row([name.to_owned()].into_iter().chain(cells).collect());
    }

    fn error(&mut self, error: String) {
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }
}
