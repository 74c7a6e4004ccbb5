//! The labels of a family: their names, their values, and the sets that are made of them.

use std::sync::{Mutex, OnceLock, PoisonError};

use lowcard_schema::label::OTHER;

use super::RefusalCause as Cause;
use super::context::Context;
use super::name;
use super::table::Table;

/// How many label names a family has room for.
const MOST: usize = 16;

/// The labels that a family has met. Their numbers are the order in which they came.
pub(super) struct Labels {
    /// Boxed, as most families have few of them.
    known: [OnceLock<Box<Label>>; MOST],
    max_values: usize,
    /// Held by whoever adds one.
    adding: Mutex<()>,
}

/// One label.
struct Label {
    /// As it first came.
    raw: String,
    /// As it is exposed.
    name: String,
    /// The values that are kept apart.
    values: Table<Box<str>, ()>,
}

/// Labels as somebody asks for them: the number of each name, and its value, in the order of the numbers.
pub(super) struct Set<'v> {
    pairs: [(u8, &'v str); MOST],
    len: usize,
    /// Whether they are all that was asked for, as it came.
    pub(super) is_whole: bool,
}

impl Labels {
    pub(super) fn new(max_values: usize) -> Self {
        Self { known: [const { OnceLock::new() }; MOST], max_values, adding: Mutex::new(()) }
    }

    /// The names, as they are exposed, in the order of their numbers.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.known().map(|label| &*label.name)
    }

    /// The set of these labels, without those that no metric may have. A label that is met for the first time is added.
    pub(super) fn set<'v>(
        &self,
        labels: impl Iterator<Item = (&'v str, &'v str)>,
        family: &str,
        context: &Context,
    ) -> Set<'v> {
        let mut set = Set { pairs: [(0, ""); MOST], len: 0, is_whole: true };
        for (position, (name, value)) in labels.enumerate() {
            // One with an empty value is the same as none.
            let number = if value.is_empty() { Err(None) } else { self.number(name, position, context).map_err(Some) };
            let added =
                number.and_then(|number| if set.add(number, value) { Ok(()) } else { Err(Some(Cause::Conflict)) });
            if let Err(cause) = added {
                set.is_whole = false;
                if let Some(cause) = cause {
                    context.refuse(cause, family, name);
                }
            }
        }
        set
    }

    /// Has [`OTHER`] stand for values that find no room. Says whether a value is left that is not known yet.
    pub(super) fn cap(&self, set: &mut Set<'_>, family: &str, context: &Context) -> bool {
        let mut is_new = false;
        self.replace(set, family, context, |label, value, hash| {
            let is_full = label.values.is_full();
            let is_known = label.values.find(hash, |known| **known == *value).is_some();
            match () {
                () if is_known => Ok(()),
                () if value.len() > context.policy.max_value_length => Err(Cause::ValueTooLong),
                () if is_full => Err(Cause::MaxValues),
                () => {
                    is_new = true;
                    Ok(())
                }
            }
        });
        is_new
    }

    /// Keeps the values of a set from now on. Those that find no room all the same become [`OTHER`].
    pub(super) fn keep(&self, set: &mut Set<'_>, family: &str, context: &Context) {
        self.replace(set, family, context, |label, value, hash| {
            let kept = label.values.find_or_add(hash, |known| **known == *value, || (value.into(), ()));
            kept.copied().ok_or(Cause::MaxValues)
        });
    }

    /// Replaces the values for which `check` has a reason.
    fn replace(
        &self,
        set: &mut Set<'_>,
        family: &str,
        context: &Context,
        mut check: impl FnMut(&Label, &str, u64) -> Result<(), Cause>,
    ) {
        let Set { pairs, len, is_whole } = set;
        for (number, value) in pairs.iter_mut().take(*len).filter(|(_, value)| *value != OTHER) {
            let Some(label) = self.known.get(usize::from(*number)).and_then(OnceLock::get) else { continue };
            if let Err(cause) = check(label, value, context.hash(&**value)) {
                context.refuse(cause, family, &label.name);
                (*value, *is_whole) = (OTHER, false);
            }
        }
    }

    /// The number of a label, as it came. Labels come in the same order for the most part, so that its position is tried
    /// first.
    fn number(&self, raw: &str, position: usize, context: &Context) -> Result<u8, Cause> {
        let at_position = self.known.get(position).and_then(OnceLock::get);
        if at_position.is_some_and(|label| label.raw == raw) {
            return u8::try_from(position).map_err(|_| Cause::MaxLabels);
        }
        if let Some(number) = self.position(|label| label.raw == raw) {
            return Ok(number);
        }
        let name = name::label(raw)?;
        let is_full = self.known().count() == MOST;
        if let Some(number) = self.position(|label| label.name == name) {
            return Ok(number);
        }
        if !context.policy.allows_label(&name) {
            return Err(Cause::LabelDenied);
        }
        if is_full {
            return Err(Cause::MaxLabels);
        }
        self.add(|| Label { raw: raw.to_owned(), name: name.to_string(), values: Table::new(self.max_values) }, &name)
    }

    fn add(&self, make: impl FnOnce() -> Label, name: &str) -> Result<u8, Cause> {
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = self.position(|label| label.name == name) {
            return Ok(number); // another thread was faster
        }
        let free = (0..).zip(&self.known).find(|(_, place)| place.get().is_none()).ok_or(Cause::MaxLabels)?;
        let (number, place) = free;
        place.get_or_init(|| Box::new(make()));
        Ok(number)
    }

    fn position(&self, is_it: impl Fn(&Label) -> bool) -> Option<u8> {
        (0..).zip(self.known()).find(|(_, label)| is_it(label)).map(|(number, _)| number)
    }

    fn known(&self) -> impl Iterator<Item = &Label> {
        self.known.iter().map_while(OnceLock::get).map(Box::as_ref)
    }
}

impl<'v> Set<'v> {
    pub(super) fn pairs(&self) -> &[(u8, &'v str)] {
        self.pairs.get(..self.len).unwrap_or_default()
    }

    /// Adds a label at its place. Says no if it is there already.
    fn add(&mut self, number: u8, value: &'v str) -> bool {
        // Labels come in the order of their numbers for the most part.
        if self.pairs().last().is_none_or(|&(last, _)| last < number) {
            let Some(place) = self.pairs.get_mut(self.len) else { return false };
            (*place, self.len) = ((number, value), self.len + 1);
            return true;
        }
        let Err(place) = self.pairs().binary_search_by_key(&number, |&(number, _)| number) else { return false };
        let Some(moved) = self.pairs.get_mut(place..=self.len) else { return false };
        moved.rotate_right(1);
        if let Some(first) = moved.first_mut() {
            *first = (number, value);
        }
        self.len += 1;
        true
    }
}
