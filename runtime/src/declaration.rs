//! What an expansion leaves behind for each metric.

use lowcard_schema::Definition;

use crate::label::Column;
use crate::metric::BucketFinder;
use crate::storage::ExemplarSource;

/// A metric as the macros declare it.
///
/// It stands in a `static`, and its address is its identity: two handles of one declaration share their series.
pub struct Declaration {
    definition: Definition,
    columns: &'static [Column],
    source: Option<Source>,
    constants: Option<fn() -> Vec<String>>,
    buckets: &'static BucketFinder,
    exemplars: Option<ExemplarSource>,
}

/// The function that a metric is read from at each scrape.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// For a counter.
    U64(fn() -> u64),
    /// For a gauge.
    I64(fn() -> i64),
    /// For either, with fractions.
    F64(fn() -> f64),
}

impl Declaration {
    /// A metric that the program updates. `columns` belong to the definition's labels, one to one.
    pub const fn new(definition: Definition, columns: &'static [Column]) -> Self {
        Self {
            definition,
            columns,
            source: None,
            constants: None,
            buckets: const { &BucketFinder::new(&[]) },
            exemplars: None,
        }
    }

    /// The same metric, read from a function.
    #[must_use]
    pub const fn read_from(self, source: Source) -> Self {
        Self { source: Some(source), ..self }
    }

    /// The same metric, an info, whose labels a function says when it is registered.
    #[must_use]
    pub const fn labelled_by(self, constants: fn() -> Vec<String>) -> Self {
        Self { constants: Some(constants), ..self }
    }

    /// The same metric, a histogram, with what finds the definition's buckets.
    #[must_use]
    pub const fn find_by(self, buckets: &'static BucketFinder) -> Self {
        Self { buckets, ..self }
    }

    /// The same metric, whose updates become exemplars of their own accord. A histogram has to be found by a finder
    /// without a table.
    #[must_use]
    pub const fn with_exemplars(self, source: ExemplarSource) -> Self {
        Self { exemplars: Some(source), ..self }
    }

    /// What it defines.
    pub const fn definition(&self) -> &Definition {
        &self.definition
    }

    pub(crate) const fn columns(&self) -> &'static [Column] {
        self.columns
    }

    pub(crate) const fn buckets(&self) -> &'static BucketFinder {
        self.buckets
    }

    pub(crate) const fn exemplars(&self) -> Option<ExemplarSource> {
        self.exemplars
    }

    pub(crate) const fn constants(&self) -> Option<fn() -> Vec<String>> {
        self.constants
    }

    pub(crate) const fn source(&self) -> Option<Source> {
        self.source
    }
}
