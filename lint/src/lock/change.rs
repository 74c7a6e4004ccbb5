//! What became of a metric between two locks.

use lowcard_schema::record::DeprecationRecord;
use lowcard_schema::{Kind, Native, Stability};

use super::Domain;

/// One thing that is different about one metric. Its `Display` says it in a sentence, which names the metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The metric's key, as it was before; that of a new one, as it is now.
    pub key: String,
    /// The metric's key now; none if it is gone.
    pub now: Option<String>,
    /// What it promised before, if it said so.
    pub stability: Option<Stability>,
    /// What is different.
    pub what: What,
}

/// What is different about a metric.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed {
        /// Whether it said that it would go.
        deprecated: Option<DeprecationRecord>,
    },
    /// It is called otherwise, and is the same.
    Renamed {
        /// Whether it said that its old name would go.
        deprecated: Option<DeprecationRecord>,
    },
    /// It is of another type.
    Type {
        /// What it was.
        was: Kind,
        /// What it is.
        now: Kind,
    },
    /// It is in another unit, which may have made its name another, too.
    Unit {
        /// What it was in.
        was: Option<String>,
        /// What it is in.
        now: Option<String>,
    },
    /// It has lost a label.
    LabelRemoved {
        /// The label.
        label: String,
    },
    /// One of its labels is called otherwise, and takes the same values.
    LabelRenamed {
        /// Its old name.
        label: String,
        /// Its new name.
        to: String,
    },
    /// It has a further label.
    LabelAdded {
        /// The label.
        label: String,
    },
    /// One of its labels can't take these values any more.
    ValuesRemoved {
        /// The label.
        label: String,
        /// The values.
        values: Vec<String>,
    },
    /// One of its labels can take these values, too.
    ValuesAdded {
        /// The label.
        label: String,
        /// The values.
        values: Vec<String>,
    },
    /// The values of one of its labels are known now, and were met at run time before: what is not among them is gone.
    Closed {
        /// The label.
        label: String,
        /// The values.
        values: Vec<String>,
    },
    /// The values of one of its labels are not known any more, or so many more or fewer are kept apart.
    Bound {
        /// The label.
        label: String,
        /// What it could take.
        was: Domain,
        /// What it can take.
        now: Domain,
    },
    /// It has lost these buckets.
    BucketsRemoved {
        /// Their upper bounds.
        bounds: Vec<f64>,
    },
    /// It has these further buckets.
    BucketsAdded {
        /// Their upper bounds.
        bounds: Vec<f64>,
    },
    /// A histogram is in one form only that was in both, or in the other one.
    FormRemoved {
        /// Whether it was a native one, and not one with buckets.
        native: bool,
    },
    /// A histogram is in the other form, too.
    FormAdded {
        /// Whether it is a native one, and not one with buckets.
        native: bool,
    },
    /// A native histogram has wider or narrower buckets.
    Resolution {
        /// What it is.
        now: Native,
    },
    /// It can have more or fewer series.
    Series {
        /// How many it could have; beyond `u64` if absent.
        was: Option<u64>,
        /// How many it can have.
        now: Option<u64>,
    },
    /// It promises something else.
    Promise {
        /// What it promises, if it says so.
        now: Option<Stability>,
    },
    /// It was deprecated, or says something else of it, or is deprecated no longer.
    Deprecation {
        /// What it says.
        now: Option<DeprecationRecord>,
    },
    /// It belongs to another category.
    Category {
        /// The category.
        now: Option<String>,
    },
    /// It is described in other words.
    Help,
}

impl Change {
    /// The label that it is about.
    pub fn label(&self) -> Option<&str> {
        match &self.what {
            What::LabelRemoved { label }
            | What::LabelRenamed { label, .. }
            | What::LabelAdded { label }
            | What::ValuesRemoved { label, .. }
            | What::ValuesAdded { label, .. }
            | What::Closed { label, .. }
            | What::Bound { label, .. } => Some(label),
            _ => None,
        }
    }
}
