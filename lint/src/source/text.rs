//! Names, as far as the tokens tell them.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenTree};
use syn::Lit;

use super::value;

/// A name that stands in the code.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Text {
    /// It stands there.
    Known(String),
    /// Its end stands there; what comes before is elsewhere.
    Ending(String),
    /// It is the value of this constant, and which value that is could not be found.
    Constant(String),
    /// It can't be told.
    #[default]
    Unknown,
}

impl Text {
    /// The name, if it is known as a whole.
    pub fn known(&self) -> Option<&str> {
        match self {
            Self::Known(name) => Some(name),
            Self::Ending(_) | Self::Constant(_) | Self::Unknown => None,
        }
    }

    /// The text of an expression: a literal, however it is borrowed and converted, or a constant.
    pub(super) fn of(tokens: &[TokenTree]) -> Self {
        match value::core(tokens) {
            [TokenTree::Literal(literal)] => literal_text(literal).map_or(Self::Unknown, Self::Known),
            path => constant(path).map_or(Self::Unknown, Self::Constant),
        }
    }

    /// With the value of the constant, where the package has one constant of that name.
    pub(super) fn resolve(&mut self, constants: &BTreeMap<String, Option<String>>) {
        if let Self::Constant(constant) = self
            && let Some(Some(value)) = constants.get(constant)
        {
            *self = Self::Known(value.clone());
        }
    }

    /// As it is exposed by a library that puts `_` for what Prometheus does not know.
    pub(super) fn sanitize(&mut self) {
        if let Self::Known(name) = self {
            *name = name.replace(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'), "_");
        }
    }
}

/// The value of a literal, if it is a string.
pub(super) fn literal_text(literal: &Literal) -> Option<String> {
    match Lit::new(literal.clone()) {
        Lit::Str(text) => Some(text.value()),
        _ => None,
    }
}

/// The last name of a path that is written as constants are.
pub(super) fn constant(path: &[TokenTree]) -> Option<String> {
    let in_path = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let TokenTree::Ident(last) = path.last().filter(|_| path.iter().all(in_path))? else { return None };
    let name = last.to_string();
    let shouted = name.len() > 1 && !name.contains(|c: char| c.is_lowercase());
    shouted.then_some(name)
}
