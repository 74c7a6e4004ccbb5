//! A metric family in a registry.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use lowcard_schema::label::OTHER;
use lowcard_schema::{Definition, Domain, Kind, Number, series};

use crate::declaration::{Declaration, Source};
use crate::encode::Rendered;
use crate::gather;
use crate::reading::{Asked, Reading};
use crate::storage::{Layout, Place, Shape, Storage, Value};
use crate::switch;

/// What the names of gauges end with whose value is a time.
const TIME: &str = "_timestamp_seconds";

/// One family and its series.
pub(crate) struct Family {
    declaration: &'static Declaration,
    storage: Arc<Storage>,
    /// The values of an info's labels, once they are set.
    constants: OnceLock<Vec<String>>,
    /// Whether the function that says them has been asked.
    asked: AtomicBool,
    /// The label sets as text, as the last scrape needed them.
    rendered: Mutex<Arc<Rendered>>,
    created: SystemTime,
    reading: Reading,
}

impl Family {
    pub(crate) fn new(declaration: &'static Declaration) -> Self {
        let shape = if switch::is_off() { Shape::EMPTY } else { shape(declaration) };
        Self {
            declaration,
            storage: Arc::new(Storage::new(&shape)),
            constants: OnceLock::new(),
            asked: AtomicBool::new(false),
            rendered: Mutex::default(),
            created: SystemTime::now(),
            reading: Reading::default(),
        }
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

    /// When it began to count.
    pub(crate) fn created(&self) -> SystemTime {
        self.created
    }

    /// The series' numbers.
    #[inline]
    pub(crate) fn storage(&self) -> &Arc<Storage> {
        &self.storage
    }

    /// Exposes every series at 0, if all are known to the compiler. A time waits until it is set: 0 is one in 1970.
    pub(crate) fn start(&self) {
        if self.definition().is_closed() && !self.definition().name.ends_with(TIME) {
            self.storage.expose_all();
        }
    }

    /// Sets an info's labels, and says whether they were still unset. Those that a function says are not to be set.
    pub(crate) fn set_constants(&self, values: Vec<String>) -> bool {
        self.declaration.constants().is_none() && self.constants.set(values).is_ok()
    }

    /// Has a function say an info's labels, if there is one, the first time. Nobody waits for it: whoever comes meanwhile
    /// finds an info without labels.
    pub(crate) fn ask_for_constants(&self) {
        let Some(function) = self.declaration.constants() else { return };
        if !switch::is_off()
            && !self.asked.swap(true, Ordering::Relaxed)
            && let Some(values) = self.reading.attempt(function)
        {
            self.constants.get_or_init(|| values);
        }
    }

    /// An info's labels, once they are set.
    pub(crate) fn constants(&self) -> Option<&[String]> {
        self.constants.get().map(Vec::as_slice)
    }

    /// How often a label set found no room; nothing if there is room for all.
    pub(crate) fn overflowed(&self) -> Option<u64> {
        shape(self.declaration).is_capped().then(|| self.storage.overflowed())
    }

    /// The label sets that have been updated, as text. It is made anew when there are more of them than before.
    pub(crate) fn rendered(&self) -> Arc<Rendered> {
        // A poisoned lock guards the text of an earlier scrape, which is whole.
        let mut rendered = self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        if rendered.len() != self.storage.exposed_count() {
            let sets = self.storage.exposed_rows().map(|(row, place)| (row, self.label_values(place)));
            *rendered = Arc::new(gather::rendered(self.definition(), sets));
        }
        Arc::clone(&rendered)
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

/// The function that it is read from, if it is.
impl Asked for Family {
    type Answer = u64;

    fn reading(&self) -> &Reading {
        &self.reading
    }

    fn answer(&self) -> Option<u64> {
        Some(match self.source()? {
            Source::U64(read) => read().into_bits(),
            Source::I64(read) => read().into_bits(),
            Source::F64(read) => read().into_bits(),
        })
    }
}

/// What is known of a family's numbers beforehand.
fn shape(declaration: &Declaration) -> Shape {
    let definition = declaration.definition();
    // What comes from a function or is constant has no numbers to store.
    if declaration.source().is_some() || definition.kind == Kind::Info {
        return Shape::EMPTY;
    }
    Shape {
        label_sets: definition.label_sets().get().unwrap_or(u64::MAX),
        max: definition.max_label_sets().get().unwrap_or(u64::MAX),
        overflow: overflow_index(definition),
        layout: layout(definition),
        native: definition.native,
        exemplars: declaration.exemplars(),
    }
}

/// What the cells of a row hold; none for a gauge, which is one cell for all threads.
fn layout(definition: &Definition) -> Option<Layout> {
    match (definition.kind, definition.number) {
        (Kind::Histogram, _) => Some(Layout::histogram(definition.buckets.len())),
        (Kind::Counter, Number::F64) => Some(Layout::Fractions),
        (Kind::Counter, _) => Some(Layout::Whole),
        (Kind::Gauge | Kind::Info, _) => None,
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
