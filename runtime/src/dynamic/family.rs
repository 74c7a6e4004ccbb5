//! A family whose labels and series are met at run time.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use lowcard_schema::Kind;
use lowcard_schema::label::OTHER;

use super::RefusalCause as Cause;
use super::buckets::Buckets;
use super::context::Context;
use super::counter::Sum;
use super::gauge::Level;
use super::histogram::Distribution;
use super::key::{self, Key};
use super::labels::Labels;
use super::rows::{Row, Rows};
use super::table::Table;
use crate::collector::Families;
use crate::storage::Layout;

/// A family of any type.
pub(crate) enum Member {
    Counter(Family<Sum<u64>>),
    FloatCounter(Family<Sum<f64>>),
    Gauge(Family<Level>),
    Histogram(Family<Distribution>),
}

/// What the types of metrics differ in: it is what one series holds.
pub(crate) trait Instrument: Sized {
    const KIND: Kind;

    /// What the cells of a row hold.
    fn layout(buckets: &Buckets) -> Layout;

    /// A series in which nothing was recorded yet.
    fn new(rows: &Mutex<Rows>, buckets: &Buckets) -> Self;

    /// The family, if it is one of this type.
    fn family(member: &Member) -> Option<&Family<Self>>;

    /// A family of this type among others.
    fn member(family: Family<Self>) -> Member;

    /// Hands a family over to a registry.
    fn collect(family: &Family<Self>, families: &mut Families, said: &Said);
}

/// What was said of a family beforehand or afterwards.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    pub(super) unit: String,
    pub(super) help: String,
    pub(super) buckets: Option<Buckets>,
}

/// One family.
pub(crate) struct Family<T> {
    /// As it is exposed.
    name: String,
    labels: Labels,
    series: Table<Key, Arc<T>>,
    /// What stands for all label sets that found no room.
    overflow: OnceLock<(Key, Arc<T>)>,
    rows: Mutex<Rows>,
    buckets: Buckets,
}

/// Where the updates of a label set go.
pub(crate) struct Found<'f, T> {
    pub(crate) series: &'f Arc<T>,
    /// Whether the series has all the labels that were asked for, as they came.
    #[cfg_attr(not(feature = "metrics"), expect(dead_code, reason = "for those who remember what they asked for"))]
    pub(crate) is_whole: bool,
}

impl<T: Instrument> Family<T> {
    pub(super) fn new(name: String, context: &Context, suggested: Option<Buckets>) -> Self {
        let buckets = context.policy.buckets_of(&name).cloned().or(suggested).unwrap_or_default();
        Self {
            name,
            labels: Labels::new(context.policy.max_values),
            // One is kept for what finds no room.
            series: Table::new(context.policy.max_series.saturating_sub(1)),
            overflow: OnceLock::new(),
            rows: Mutex::new(Rows::new(T::layout(&buckets))),
            buckets,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The series of these labels, which is made if there is none and there is room for it.
    pub(super) fn find<'l>(&self, labels: impl Iterator<Item = (&'l str, &'l str)>, context: &Context) -> Found<'_, T> {
        let mut set = self.labels.set(labels, &self.name, context);
        let is_full = self.series.is_full();
        if let Some(series) = self.known(set.pairs(), context) {
            return Found { series, is_whole: set.is_whole };
        }
        let is_new = self.labels.cap(&mut set, &self.name, context);
        if !is_new && let Some(series) = self.known(set.pairs(), context) {
            return Found { series, is_whole: false };
        }
        if is_full {
            return self.overflow(context);
        }
        self.labels.keep(&mut set, &self.name, context);
        let added = key::with_bytes(set.pairs(), |bytes| {
            let made = || (bytes.into(), Arc::new(T::new(&self.rows, &self.buckets)));
            self.series.find_or_add(context.hash(bytes), |key| **key == *bytes, made)
        });
        match added {
            Some(series) => Found { series, is_whole: set.is_whole },
            None => self.overflow(context),
        }
    }

    fn known(&self, pairs: &[(u8, &str)], context: &Context) -> Option<&Arc<T>> {
        key::with_bytes(pairs, |bytes| self.series.find(context.hash(bytes), |key| **key == *bytes))
    }

    /// One series with all the labels that the family had when it was first needed, as one for each set of names would
    /// be too many.
    fn overflow(&self, context: &Context) -> Found<'_, T> {
        context.refuse(Cause::MaxSeries, &self.name, "");
        let (_, series) = self.overflow.get_or_init(|| {
            let pairs: Vec<_> = (0..).zip(self.labels.names()).map(|(number, _)| (number, OTHER)).collect();
            // There may be one that reads like it. As the table is full, none is to come.
            let known = self.known(&pairs, context);
            let series = known.map_or_else(|| Arc::new(T::new(&self.rows, &self.buckets)), Arc::clone);
            (key::with_bytes(&pairs, |bytes| Key::from(bytes)), series)
        });
        Found { series, is_whole: false }
    }

    /// Every series with its labels.
    pub(super) fn series(&self) -> impl Iterator<Item = (Vec<(&str, &str)>, &Arc<T>)> {
        let names: Vec<&str> = self.labels.names().collect();
        let kept = self.series.iter();
        let overflow = self.overflow.get().map(|(key, series)| (key, series));
        let overflow = overflow.filter(|(_, series)| !self.series.iter().any(|(_, known)| Arc::ptr_eq(known, series)));
        kept.chain(overflow).map(move |(key, series)| {
            let labels = key::pairs(key).filter_map(|(number, value)| Some((*names.get(usize::from(number))?, value)));
            (labels.collect(), series)
        })
    }
}

impl Member {
    pub(super) fn collect(&self, families: &mut Families, said: &Said) {
        match self {
            Self::Counter(family) => Sum::<u64>::collect(family, families, said),
            Self::FloatCounter(family) => Sum::<f64>::collect(family, families, said),
            Self::Gauge(family) => Level::collect(family, families, said),
            Self::Histogram(family) => Distribution::collect(family, families, said),
        }
    }
}

/// The next row, for a new series.
pub(super) fn next(rows: &Mutex<Rows>) -> Row {
    // A poisoned lock guards rows of which one was taken in vain at most.
    rows.lock().unwrap_or_else(PoisonError::into_inner).next()
}
