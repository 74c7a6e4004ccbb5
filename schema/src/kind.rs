//! Metric kinds, and the numbers that their series hold.

/// The type of a metric family, as Prometheus knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A sum that only grows.
    Counter = 0,
    /// A value that goes up and down.
    Gauge = 1,
    /// Observations, counted in buckets.
    Histogram = 2,
    /// Labels without a value: what the program is.
    Info = 3,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Counter, Self::Gauge, Self::Histogram, Self::Info];

    /// The name of the Rust type, which starts the kind's errors: `Counter`.
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Counter => "Counter",
            Self::Gauge => "Gauge",
            Self::Histogram => "Histogram",
            Self::Info => "Info",
        }
    }

    /// The kind in lower case, as in running text: `counter`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
            Self::Info => "info",
        }
    }

    /// What stands before the [word](Self::word): `a`, or `an`.
    pub const fn article(self) -> &'static str {
        match self {
            Self::Counter | Self::Gauge | Self::Histogram => "a",
            Self::Info => "an",
        }
    }

    /// The kind whose Rust type has this name.
    pub fn from_type_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.type_name() == name)
    }
}

/// How a series holds its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Number {
    /// Whole and not negative: counters, and the counts of a histogram.
    U64 = 0,
    /// Whole: gauges.
    I64 = 1,
    /// Anything a double can hold.
    F64 = 2,
}

impl Number {
    /// Every number.
    pub const ALL: [Self; 3] = [Self::U64, Self::I64, Self::F64];
}
