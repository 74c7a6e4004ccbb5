//! A metric family in a registry.

use std::sync::OnceLock;

use lowcard_schema::label::OTHER;
use lowcard_schema::{Definition, Domain, Kind, series};

use crate::declaration::{Declaration, Source};
use crate::storage::{Place, Row, Shape, Storage};

/// One family and its series.
pub(crate) struct Family {
    declaration: &'static Declaration,
    /// The series' numbers, from the first touch on.
    storage: OnceLock<Storage>,
    /// The values of an info's labels, once they are set.
    constants: OnceLock<Vec<String>>,
}

impl Family {
    pub(crate) fn new(declaration: &'static Declaration) -> Self {
        Self { declaration, storage: OnceLock::new(), constants: OnceLock::new() }
    }

    pub(crate) fn definition(&self) -> &'static Definition {
        self.declaration.definition()
    }

    pub(crate) fn declaration(&self) -> &'static Declaration {
        self.declaration
    }

    /// The function that the family is read from, if it is.
    pub(crate) fn source(&self) -> Option<Source> {
        self.declaration.source()
    }

    /// The numbers of the label set with this index.
    pub(crate) fn row(&self, index: u64) -> Row<'_> {
        self.storage().row(index)
    }

    /// The label sets that have been updated, by the text of their labels.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (Vec<&'static str>, Row<'_>)> {
        let rows = self.storage.get().into_iter().flat_map(Storage::exposed);
        rows.map(|(place, row)| (self.label_values(place), row))
    }

    /// Exposes every series at 0, if all are known to the compiler.
    pub(crate) fn start(&self) {
        if self.definition().is_closed() {
            self.storage().expose_all();
        }
    }

    /// Sets an info's labels, and says whether they were still unset.
    pub(crate) fn set_constants(&self, values: Vec<String>) -> bool {
        self.constants.set(values).is_ok()
    }

    /// An info's labels, once they are set.
    pub(crate) fn constants(&self) -> Option<&[String]> {
        self.constants.get().map(Vec::as_slice)
    }

    /// How often a label set found no room; nothing if there is room for all.
    pub(crate) fn overflowed(&self) -> Option<u64> {
        self.shape().is_capped().then(|| self.storage.get().map_or(0, Storage::overflowed))
    }

    fn storage(&self) -> &Storage {
        self.storage.get_or_init(|| Storage::new(&self.shape()))
    }

    fn shape(&self) -> Shape {
        let definition = self.definition();
        // What comes from a function or is constant has no numbers to store.
        if self.source().is_some() || definition.kind == Kind::Info {
            return Shape { label_sets: 0, max: 0, overflow: None, width: width(definition) };
        }
        Shape {
            label_sets: definition.label_sets().get().unwrap_or(u64::MAX),
            max: definition.max_label_sets().get().unwrap_or(u64::MAX),
            overflow: overflow_index(definition),
            width: width(definition),
        }
    }

    fn label_values(&self, place: Place) -> Vec<&'static str> {
        match place {
            Place::Index(index) => self.values_of_index(index),
            Place::Overflow => self.definition().labels.iter().map(|label| overflow_value(label.domain)).collect(),
        }
    }

    /// Takes an index apart, the last and least significant label first.
    fn values_of_index(&self, mut index: u64) -> Vec<&'static str> {
        let labels = self.definition().labels.iter().zip(self.declaration.columns());
        let mut values: Vec<_> = labels
            .rev()
            .map(|(label, column)| {
                let len = label.domain.len().max(1);
                let ordinal = index % len;
                index /= len;
                (column.text)(u32::try_from(ordinal).unwrap_or(u32::MAX))
            })
            .collect();
        values.reverse();
        values
    }
}

/// Cells in a row: one, or a histogram's buckets, `+Inf` and sum.
fn width(definition: &Definition) -> usize {
    match definition.kind {
        Kind::Histogram => definition.buckets.len() + 2,
        Kind::Counter | Kind::Gauge | Kind::Info => 1,
    }
}

fn overflow_value(domain: Domain) -> &'static str {
    match domain {
        Domain::Capped { overflow, .. } => overflow,
        Domain::Closed(_) | Domain::Constant => OTHER,
    }
}

/// The index of the label set whose every label reads as overflow, if each of them can.
fn overflow_index(definition: &Definition) -> Option<u64> {
    definition.labels.iter().try_fold(0, |index, label| {
        let ordinal = match label.domain {
            Domain::Closed(values) => values.iter().position(|value| *value == OTHER)? as u64,
            Domain::Capped { max, .. } => u64::from(max),
            Domain::Constant => return None,
        };
        Some(series::index(index, label.domain.len(), ordinal))
    })
}
