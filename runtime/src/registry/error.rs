//! Why a metric can't be in a registry.

use std::{error, fmt, slice, vec};

use lowcard_schema::{Definition, Rule};

/// A metric that a registry refused, since another one is in its way. The other one is untouched.
#[derive(Clone)]
#[non_exhaustive]
pub enum RegisterError {
    /// The same metric is declared in two places.
    Duplicate {
        /// The one that is registered.
        first: &'static Definition,
        /// The one that was refused.
        again: &'static Definition,
    },
    /// Two different metrics have one name.
    Conflict {
        /// The one that is registered.
        first: &'static Definition,
        /// The one that was refused.
        again: &'static Definition,
        /// In what they differ; never empty.
        differences: Vec<Difference>,
    },
    /// Two metrics with different names would write samples of one name.
    Overlap {
        /// The one that is registered.
        first: &'static Definition,
        /// The one that was refused.
        again: &'static Definition,
        /// The name of the samples or of the family.
        name: String,
    },
}

/// In what two metrics of one name differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Difference {
    /// Counter, gauge, histogram or info.
    Type,
    /// Whole numbers or fractions.
    Number,
    /// The unit.
    Unit,
    /// The labels' names, their order, or the values that they can take.
    Labels,
    /// A histogram's bounds, or whether it is native, and how.
    Buckets,
    /// The most series there may be.
    MaxSeries,
    /// The HELP text.
    Help,
}

impl RegisterError {
    /// For two definitions of one name.
    pub(super) fn declared_twice(first: &'static Definition, again: &'static Definition) -> Self {
        let differences = Difference::between(first, again);
        if differences.is_empty() {
            Self::Duplicate { first, again }
        } else {
            Self::Conflict { first, again, differences }
        }
    }

    /// The definition that is registered.
    pub fn first(&self) -> &'static Definition {
        match self {
            Self::Duplicate { first, .. } | Self::Conflict { first, .. } | Self::Overlap { first, .. } => first,
        }
    }

    /// The definition that was refused.
    pub fn again(&self) -> &'static Definition {
        match self {
            Self::Duplicate { again, .. } | Self::Conflict { again, .. } | Self::Overlap { again, .. } => again,
        }
    }

    /// The id of the rule that was broken, for `cargo lowcard explain`.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Duplicate { .. } => Rule::MetricDuplicate.id(),
            Self::Conflict { .. } | Self::Overlap { .. } => Rule::MetricConflict.id(),
        }
    }

    fn help(&self) -> &'static str {
        match self {
            Self::Duplicate { .. } => {
                "declare it once, and use that from both places; if a package is linked in two versions, \
                 `cargo tree --duplicates` shows why"
            }
            Self::Conflict { .. } => "give one of them another name, or make them one declaration",
            Self::Overlap { .. } => "give one of them another name",
        }
    }
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, again) = (self.first(), self.again());
        match self {
            Self::Duplicate { .. } => write!(f, "`{}` is declared twice", again.name)?,
            Self::Conflict { differences, .. } => {
                write!(f, "`{}` is declared twice, with different ", again.name)?;
                list(f, differences)?;
            }
            Self::Overlap { name, .. } => {
                write!(f, "`{}` can't be exposed beside `{}`: both use the name `{name}`", again.name, first.name)?;
            }
        }
        write!(f, " [{}]\n  first: {}\n  again: {}\n  help: {}", self.rule(), first.site, again.site, self.help())
    }
}

/// `type`, `type and labels`, `type, labels and help`.
fn list(f: &mut fmt::Formatter<'_>, differences: &[Difference]) -> fmt::Result {
    for (position, difference) in differences.iter().enumerate() {
        let separator = match differences.len() - position {
            _ if position == 0 => "",
            1 => " and ",
            _ => ", ",
        };
        write!(f, "{separator}{difference}")?;
    }
    Ok(())
}

/// As it is displayed: this is what a `main` that returns the error prints.
impl fmt::Debug for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for RegisterError {}

impl Difference {
    /// Every difference between two definitions that could matter to who reads the metric.
    fn between(first: &Definition, again: &Definition) -> Vec<Self> {
        let found = [
            (Self::Type, first.kind != again.kind),
            (Self::Number, first.number != again.number),
            (Self::Unit, first.unit != again.unit),
            (Self::Labels, first.labels != again.labels),
            (Self::Buckets, first.buckets != again.buckets || first.native != again.native),
            (Self::MaxSeries, first.max_series != again.max_series),
            (Self::Help, first.help != again.help),
        ];
        found.into_iter().filter_map(|(difference, found)| found.then_some(difference)).collect()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Type => "type",
            Self::Number => "number",
            Self::Unit => "unit",
            Self::Labels => "labels",
            Self::Buckets => "buckets",
            Self::MaxSeries => "max_series",
            Self::Help => "help",
        })
    }
}

/// The metrics that [`register_all`](crate::register_all) could not register: one or more.
#[derive(Clone)]
pub struct RegisterErrors(Vec<RegisterError>);

impl RegisterErrors {
    /// Nothing is wrong if there are no errors.
    pub(crate) fn check(errors: Vec<RegisterError>) -> Result<(), Self> {
        if errors.is_empty() { Ok(()) } else { Err(Self(errors)) }
    }

    /// The errors, in the order in which the metrics were met.
    pub fn iter(&self) -> slice::Iter<'_, RegisterError> {
        self.0.iter()
    }
}

impl IntoIterator for RegisterErrors {
    type Item = RegisterError;
    type IntoIter = vec::IntoIter<RegisterError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a RegisterErrors {
    type Item = &'a RegisterError;
    type IntoIter = slice::Iter<'a, RegisterError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for RegisterErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, error) in self.iter().enumerate() {
            let separator = if position == 0 { "" } else { "\n" };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

/// As they are displayed.
impl fmt::Debug for RegisterErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for RegisterErrors {}
