//! What the lock holds of a metric: what others may rely on.

use std::collections::BTreeMap;

use lowcard_schema::record::{DeprecationRecord, DomainRecord, Record};
use lowcard_schema::{Kind, Native, Stability};

/// A metric as it was committed.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Counter, gauge, histogram or info.
    pub kind: Kind,
    /// The HELP text.
    pub help: String,
    /// The unit that the name ends with.
    pub unit: Option<String>,
    /// The category of the policy that it belongs to.
    pub category: Option<String>,
    /// What it promises.
    pub stability: Option<Stability>,
    /// Whether it will go.
    pub deprecated: Option<DeprecationRecord>,
    /// The labels by their names.
    pub labels: BTreeMap<String, Domain>,
    /// The upper bounds of a histogram's buckets, without `+Inf`.
    pub buckets: Vec<f64>,
    /// Whether a histogram is a native one.
    pub native: Option<Native>,
    /// The most series it can have; absent if they are beyond `u64`.
    pub series: Option<u64>,
}

/// The values that a label can take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Domain {
    /// These, sorted.
    Closed(Vec<String>),
    /// So many that are met at run time, and one that stands for every other.
    Capped {
        /// How many are kept apart.
        max: u32,
        /// What stands for every other.
        overflow: String,
    },
    /// One, known when the program is built or starts.
    Constant,
}

impl From<&Record> for Entry {
    fn from(record: &Record) -> Self {
        Self {
            kind: record.kind,
            help: record.help.clone(),
            unit: record.unit.clone(),
            category: record.category.clone(),
            stability: record.stability,
            deprecated: record.deprecated.clone(),
            labels: record.labels.iter().map(|label| (label.name.clone(), Domain::from(&label.domain))).collect(),
            buckets: record.buckets.clone(),
            native: record.native,
            series: record.worst_case,
        }
    }
}

impl From<&DomainRecord> for Domain {
    fn from(domain: &DomainRecord) -> Self {
        match domain {
            DomainRecord::Closed(values) => {
                let mut values = values.clone();
                values.sort_unstable();
                Self::Closed(values)
            }
            DomainRecord::Capped { max, overflow } => Self::Capped { max: *max, overflow: overflow.clone() },
            DomainRecord::Constant => Self::Constant,
        }
    }
}
