//! What a file calls: macros and functions by their paths, and methods.

use proc_macro2::{Delimiter, Span, TokenTree};

use super::arguments::{self, Arguments};
use super::crates::Called;
use super::libraries::Form;
use super::path::{is_absolute, path};
use super::scan::{Scan, Word};
use super::token::{is_punct, word_at};
use super::{Call, Label, MadeValue};

impl Scan<'_> {
    /// Reads the path that starts here, and what is called by it.
    pub(super) fn path(&mut self, word: Word<'_>) -> usize {
        let Word { tokens, at, scope, here, .. } = word;
        let (path, end) = path(tokens, at);
        let is_macro = tokens.get(end).is_some_and(|token| is_punct(token, '!'));
        let Some(TokenTree::Group(arguments)) = tokens.get(end + usize::from(is_macro)) else { return end };
        if !is_macro && arguments.delimiter() != Delimiter::Parenthesis {
            return end;
        }
        if is_macro && path.len() == 1 && path[0] == "include" {
            self.include(arguments, here);
        }
        let known = |path: &[String]| self.crates().called(path, is_macro);
        let found = if is_absolute(tokens, at) { known(&path) } else { scope.find(&path, &known) };
        let span = (tokens[at].span(), tokens[end - 1].span());
        let arguments: Vec<TokenTree> = arguments.stream().into_iter().collect();
        if let Some(called) = found {
            let read = arguments::read(called.form, &arguments);
            self.found.calls.extend(read.map(|read| self.call(called, read, span)));
        } else if let [name] = path.as_slice()
            && is_macro
            && !scope.names(name)
        {
            self.bare_macro(name, &arguments, span);
        }
        end
    }

    /// A macro that only `#[macro_use]` can have brought in.
    fn bare_macro(&mut self, name: &str, arguments: &[TokenTree], span: (Span, Span)) {
        for (alias, called) in self.crates().with_macro(name) {
            if let Some(read) = arguments::read(called.form, arguments) {
                let call = self.call(called, read, span);
                self.found.if_macro_use.push((alias, call));
            }
        }
    }

    /// Reads what a method is called with, if its name is that of a library.
    pub(super) fn method(&mut self, tokens: &[TokenTree], at: usize) {
        let Some(TokenTree::Group(arguments)) = tokens.get(at + 1) else { return };
        let Some(name) = word_at(tokens, at).filter(|_| arguments.delimiter() == Delimiter::Parenthesis) else {
            return;
        };
        let arguments: Vec<TokenTree> = arguments.stream().into_iter().collect();
        let span = (tokens[at].span(), tokens[at].span());
        for called in self.crates().with_method(&name) {
            if called.form == Form::Registration && !is_registry(&tokens[..at]) {
                continue;
            }
            let read = arguments::read(called.form, &arguments);
            self.found.calls.extend(read.map(|read| self.call(called, read, span)));
        }
    }

    /// What was read of a call.
    pub(super) fn call(&self, called: Called, read: Arguments, span: (Span, Span)) -> Call {
        let Called { library, callee, form } = called;
        let labels = read.labels.into_iter();
        let made_values = read.made.into_iter();
        Call {
            package: self.context.package.to_owned(),
            place: self.place(span),
            callee,
            makes: form.makes(),
            kind: match form {
                Form::Metric(kind) | Form::Static(kind) => Some(kind),
                _ => None,
            },
            name: read.name,
            sanitizes: library.sanitizes,
            made_name: read.made_name,
            labels: labels.map(|(name, at)| Label { name, place: self.place((at, at)) }).collect(),
            made_values: made_values
                .map(|(label, by, span)| MadeValue { label, by, place: self.place(span) })
                .collect(),
        }
    }
}

/// Whether what a method is called on is named like a registry: `registry.`, `self.registry.`, `registry.lock().`
fn is_registry(before: &[TokenTree]) -> bool {
    before
        .iter()
        .rev()
        .skip(1)
        .take_while(|token| match token {
            TokenTree::Ident(_) => true,
            TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
            token => is_punct(token, '.'),
        })
        .any(|token| matches!(token, TokenTree::Ident(name) if name.to_string().to_lowercase().contains("registry")))
}
