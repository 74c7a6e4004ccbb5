//! A metric family as the compiler knows it.

use core::fmt;

use crate::{Deprecation, Domain, Kind, Label, Native, Number, Series, Stability, series};

/// One metric family: everything about it that is known before the program runs.
///
/// The macros write it as a `static`; [`record`](crate::record) is the same in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// The name as it is scraped, with namespace, prefix and suffix.
    pub name: &'static str,
    /// Counter, gauge, histogram or info.
    pub kind: Kind,
    /// What its series hold.
    pub number: Number,
    /// The unit that the name ends with, such as `seconds`.
    pub unit: Option<&'static str>,
    /// The HELP text.
    pub help: &'static str,
    /// The labels, in the order of the label set's fields.
    pub labels: &'static [Label],
    /// The upper bounds of a histogram's buckets, without `+Inf`.
    pub buckets: &'static [f64],
    /// Whether a histogram is a native one: alone, or beside the buckets that it states.
    pub native: Option<Native>,
    /// The category of the policy that it belongs to.
    pub category: Option<&'static str>,
    /// What it promises to those who query it.
    pub stability: Option<Stability>,
    /// Whether it will go.
    pub deprecated: Option<Deprecation>,
    /// The most series it may have at run time, if they are fewer than its labels could make.
    pub max_series: Option<u64>,
    /// Where it is written.
    pub site: Site,
}

impl Definition {
    /// A definition that says no more than it must, with the number that its kind has by default.
    pub const fn new(name: &'static str, kind: Kind, help: &'static str, site: Site) -> Self {
        Self {
            name,
            kind,
            number: match kind {
                Kind::Counter | Kind::Info => Number::U64,
                Kind::Gauge => Number::I64,
                Kind::Histogram => Number::F64,
            },
            unit: None,
            help,
            labels: &[],
            buckets: &[],
            native: None,
            category: None,
            stability: None,
            deprecated: None,
            max_series: None,
            site,
        }
    }

    /// How many lines, each a series to Prometheus, one label set takes in the exposition.
    pub const fn lines(&self) -> u64 {
        series::lines(self.kind, self.buckets.len(), self.native.is_some())
    }

    /// How many label sets the labels can make: the product of their domains.
    pub const fn label_sets(&self) -> Series {
        series::label_sets(self.labels)
    }

    /// How many label sets may exist at once: all, or as many as `max_series` has room for.
    pub const fn max_label_sets(&self) -> Series {
        match self.max_series {
            Some(cap) => self.label_sets().min(Series::new(cap / self.lines())),
            None => self.label_sets(),
        }
    }

    /// The most series that Prometheus can be made to store by this metric.
    pub const fn worst_case(&self) -> Series {
        self.max_label_sets().times(self.lines())
    }

    /// Whether every label set is known to the compiler.
    pub const fn is_closed(&self) -> bool {
        let mut i = 0;
        while i < self.labels.len() {
            if !matches!(self.labels[i].domain, Domain::Closed(_)) {
                return false;
            }
            i += 1;
        }
        true
    }

    /// The names that its samples and its family take up; see [`claimed_names`].
    pub fn claimed_names(&self) -> Vec<String> {
        claimed_names(self.kind, self.name)
    }
}

/// The names that the samples and the family of a metric take up in any of the formats: two metrics of one registry may
/// not share one.
pub fn claimed_names(kind: Kind, name: &str) -> Vec<String> {
    let family = match kind {
        Kind::Counter => name.strip_suffix("_total").unwrap_or(name),
        Kind::Info => name.strip_suffix("_info").unwrap_or(name),
        Kind::Gauge | Kind::Histogram => name,
    };
    let suffixes: &[&str] = match kind {
        Kind::Counter => &["", "_total", "_created"],
        Kind::Gauge => &[""],
        Kind::Histogram => &["", "_bucket", "_sum", "_count", "_created"],
        Kind::Info => &["", "_info"],
    };
    let mut names: Vec<String> = suffixes.iter().map(|suffix| format!("{family}{suffix}")).collect();
    if !names.iter().any(|claimed| claimed == name) {
        names.push(name.to_owned()); // an exception let it go without its suffix
    }
    names
}

/// Where a definition is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// The package.
    pub package: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The module's path.
    pub module: &'static str,
    /// The file, relative to where the compiler ran.
    pub file: &'static str,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{} ({} {})", self.file, self.line, self.column, self.package, self.version)
    }
}
