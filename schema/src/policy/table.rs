//! A TOML table, read key by key; what is wrong with it is collected, with its place.

use core::cell::RefCell;
use core::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Limit, Line, Named, PolicyError};
use crate::nearest;

/// The text that is read, and the mistakes that were found in it.
pub(super) struct Source<'t> {
    text: &'t str,
    path: &'t str,
    errors: RefCell<Vec<PolicyError>>,
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t str, path: &'t str) -> Self {
        Self { text, path, errors: RefCell::default() }
    }

    pub(super) fn into_errors(self) -> Vec<PolicyError> {
        self.errors.into_inner()
    }

    pub(super) fn line(&self, span: &Range<usize>) -> Line {
        self.text.get(..span.start).unwrap_or(self.text).matches('\n').count() + 1
    }

    pub(super) fn error(&self, span: &Range<usize>, message: String, help: Option<String>) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        self.errors.borrow_mut().push(PolicyError {
            path: self.path.to_owned(),
            line: self.line(span),
            column,
            message,
            help,
        });
    }
}

/// A table whose keys have been checked against those that it may have.
#[derive(Clone)]
pub(super) struct Table<'a> {
    source: &'a Source<'a>,
    name: String,
    entries: &'a DeTable<'a>,
    pub(super) span: Range<usize>,
}

impl<'a> Table<'a> {
    /// Opens a table whose errors call it `name`; an unknown key is an error. No list of keys: any may stand there.
    pub(super) fn new(
        source: &'a Source<'a>,
        name: &str,
        entries: &'a DeTable<'a>,
        span: Range<usize>,
        known: Option<&[&str]>,
    ) -> Self {
        for key in entries.keys() {
            let word: &str = key.get_ref();
            if let Some(known) = known
                && !known.contains(&word)
            {
                let help = match nearest(word, known.iter().copied()) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => format!("the keys are: {}", known.join(", ")),
                };
                source.error(&key.span(), format!("unknown key `{word}` in {name}"), Some(help));
            }
        }
        Self { source, name: name.to_owned(), entries, span }
    }

    pub(super) fn line(&self) -> Line {
        self.source.line(&self.span)
    }

    pub(super) fn line_of(&self, span: &Range<usize>) -> Line {
        self.source.line(span)
    }

    pub(super) fn error(&self, span: &Range<usize>, message: String, help: Option<String>) {
        self.source.error(span, message, help);
    }

    /// Every key with its place.
    pub(super) fn keys(&self) -> impl Iterator<Item = (String, Range<usize>)> {
        self.entries.keys().map(|key| (key.get_ref().to_string(), key.span()))
    }

    pub(super) fn string(&self, key: &str) -> Option<Spanned<String>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(Spanned::new(value.span(), text.to_string())),
            _ => self.wrong(key, value, "a string"),
        }
    }

    pub(super) fn number(&self, key: &str) -> Option<u64> {
        let value = self.value(key)?;
        let number = value.get_ref().as_integer().and_then(|number| {
            let digits = number.as_str().replace('_', "");
            u64::from_str_radix(&digits, number.radix()).ok()
        });
        match number {
            Some(0) | None => self.wrong(key, value, "a whole number above 0"),
            number => number,
        }
    }

    /// A number, and the line that states it.
    pub(super) fn limit(&self, key: &str) -> Option<Limit> {
        let most = self.number(key)?;
        Some(Limit { most, line: self.value(key).map(|value| self.source.line(&value.span())) })
    }

    /// A date, quoted or not, as `YYYY-MM-DD`.
    pub(super) fn date(&self, key: &str) -> Option<String> {
        let value = self.value(key)?;
        let date = match value.get_ref() {
            DeValue::Datetime(date) => Some(*date),
            DeValue::String(text) => text.parse().ok(),
            _ => None,
        };
        match date.map(|date| (date.date, date.time, date.offset)) {
            Some((Some(date), None, None)) => Some(date.to_string()),
            _ => self.wrong(key, value, "a date such as 2027-06-01"),
        }
    }

    pub(super) fn names(&self, key: &str) -> Vec<Named> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            return self.wrong(key, value, "a list of strings").unwrap_or_default();
        };
        let mut names: Vec<Named> = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) if names.iter().any(|known| known.name == **text) => {
                    self.error(&item.span(), format!("`{text}` stands in `{key}` twice"), None);
                }
                DeValue::String(text) => {
                    names.push(Named { name: text.to_string(), line: self.source.line(&item.span()) });
                }
                _ => drop(self.wrong::<()>(key, item, "a list of strings")),
            }
        }
        names
    }

    pub(super) fn strings(&self, key: &str) -> Vec<String> {
        self.names(key).into_iter().map(|named| named.name).collect()
    }

    /// The table at `key`, if there is one.
    pub(super) fn table(&self, key: &str, known: Option<&[&str]>) -> Option<Self> {
        let (word, value) = self.entries.get_key_value(key)?;
        let path = self.path_to(key);
        match value.get_ref() {
            DeValue::Table(entries) => {
                Some(Self::new(self.source, &format!("`[{path}]`"), entries, word.span(), known))
            }
            _ => self.wrong(key, value, "a table"),
        }
    }

    /// The tables at `key`, each written as `[[key]]`.
    pub(super) fn tables(&self, key: &str, known: &[&str]) -> Vec<Self> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let path = self.path_to(key);
        let Some(items) = value.get_ref().as_array() else {
            return self.wrong(key, value, &format!("a list of tables, each under `[[{path}]]`")).unwrap_or_default();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(entries) => {
                    tables.push(Self::new(self.source, &format!("`[[{path}]]`"), entries, item.span(), Some(known)));
                }
                _ => drop(self.wrong::<()>(key, item, "a list of tables")),
            }
        }
        tables
    }

    /// A string that must be there.
    pub(super) fn required(&self, key: &str, why: &str) -> Option<Spanned<String>> {
        if !self.entries.contains_key(key) {
            self.error(&self.span, format!("{} needs `{key}`", self.name), Some(why.to_owned()));
        }
        let text = self.string(key)?;
        if text.get_ref().trim().is_empty() {
            self.error(&text.span(), format!("`{key}` in {} is empty", self.name), Some(why.to_owned()));
            return None;
        }
        Some(text)
    }

    fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries.get(key)
    }

    fn path_to(&self, key: &str) -> String {
        match self.name.strip_prefix("`[").and_then(|name| name.strip_suffix("]`")) {
            Some(name) => format!("{name}.{key}"),
            None => key.to_owned(),
        }
    }

    fn wrong<T>(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) -> Option<T> {
        let found = value.get_ref().type_str();
        self.error(
            &value.span(),
            format!("`{key}` in {} is of type {found}", self.name),
            Some(format!("write {wanted}")),
        );
        None
    }
}
