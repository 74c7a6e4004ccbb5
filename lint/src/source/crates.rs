//! Which of the crates that a package can name make metrics, and by which of their items.

use std::collections::BTreeMap;

use super::libraries::{Form, LIBRARIES, Library};
use crate::workspace::LOWCARD;

/// The crates that the code can name, by what their packages are called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crates<'c>(pub(super) &'c BTreeMap<String, String>);

/// An item of a library that a call leads to.
#[derive(Clone, Debug)]
pub(super) struct Called {
    pub(super) library: &'static Library,
    /// As its users know it: `prometheus::IntCounterVec::new`.
    pub(super) callee: String,
    pub(super) form: Form,
}

impl Crates<'_> {
    /// The macro or function that a path leads to, from the name of a crate on.
    pub(super) fn called(self, path: &[String], is_macro: bool) -> Option<Called> {
        let (alias, items) = path.split_first()?;
        let library = self.library(alias)?;
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        let form = match items.as_slice() {
            [name] if is_macro => (library.macros)(name)?,
            path if !is_macro => (library.functions)(path)?,
            _ => return None,
        };
        let shown = items[items.len().saturating_sub(2)..].join("::");
        let mark = if is_macro { "!" } else { "" };
        let callee = format!("`{}::{shown}{mark}`", library.package.replace('-', "_"));
        Some(Called { library, callee, form })
    }

    /// The libraries that have a macro of this name, by the names of their crates.
    pub(super) fn with_macro(self, name: &str) -> Vec<(String, Called)> {
        let in_crate = |alias: &String| Some((alias.clone(), self.called(&[alias.clone(), name.to_owned()], true)?));
        self.0.keys().filter_map(in_crate).collect()
    }

    /// The libraries that have a method of this name.
    pub(super) fn with_method(self, name: &str) -> Vec<Called> {
        let libraries = LIBRARIES.iter().filter(|library| self.0.values().any(|package| package == library.package));
        let called = |library: &'static Library| {
            let form = (library.methods)(name)?;
            Some(Called { library, callee: format!("{}'s `{name}`", library.package), form })
        };
        libraries.filter_map(called).collect()
    }

    /// The derive of a library whose fields are labels.
    pub(super) fn label_set(self, path: &[String]) -> Option<Called> {
        let library = self.library(path.first()?)?;
        let name = library.label_set.filter(|name| path.last().is_some_and(|last| last == name))?;
        Some(Called { library, callee: format!("`{name}`"), form: Form::Pairs })
    }

    /// Whether a path leads to this item of lowcard.
    pub(super) fn is_lowcards(self, path: &[String], item: &str) -> bool {
        matches!(path, [alias, last] if last == item && self.0.get(alias).is_some_and(|package| package == LOWCARD))
    }

    fn library(self, alias: &str) -> Option<&'static Library> {
        let package = self.0.get(alias)?;
        LIBRARIES.iter().find(|library| library.package == package)
    }
}
