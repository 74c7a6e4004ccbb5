//! Reads one file: what it calls, what it declares, and where its modules are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use super::arguments::{self, Arguments};
use super::crates::{Called, Crates};
use super::declared::{self, Declaration};
use super::item::{self, Attributes, is_test};
use super::libraries::Form;
use super::module::Module;
use super::path::{is_absolute, path};
use super::scope::{Scope, end_of_statement, is_import, is_word, word_at};
use super::text::{self, Text};
use super::value::is_punct;
use super::{Call, Declared, Label, MadeValue};
use crate::finding::Place;

/// What is said of a file beforehand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'c> {
    /// The package that it belongs to.
    pub(super) package: &'c str,
    /// The path that findings show.
    pub(super) shown: &'c std::path::Path,
    /// The crates that its code can name, by what their packages are called.
    pub(super) crates: &'c BTreeMap<String, String>,
}

/// What stands in a file.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub(super) calls: Vec<Call>,
    /// Calls of macros that are in scope if `#[macro_use]` has put all of this crate's there.
    pub(super) if_macro_use: Vec<(String, Call)>,
    pub(super) declared: Vec<Declared>,
    pub(super) modules: Vec<Module>,
    /// Constants that are texts.
    pub(super) constants: Vec<(String, String)>,
    /// The crates whose macros are all in scope.
    pub(super) macro_use: Vec<String>,
    /// The macros that are written here.
    pub(super) own_macros: Vec<String>,
}

/// Reads the tokens of a file.
pub(super) fn scan(tokens: TokenStream, context: Context<'_>) -> Scanned {
    let mut scan = Scan { context, found: Scanned::default() };
    scan.block(tokens, None, &Here::default());
    scan.found
}

struct Scan<'c> {
    context: Context<'c>,
    found: Scanned,
}

/// Where in the file the reader is.
#[derive(Clone, Debug, Default)]
struct Here {
    /// The modules around.
    inside: Vec<String>,
    /// Whether this is the body of a `macro_rules!`, which declares nothing yet.
    is_template: bool,
}

/// A word, and what is known where it stands.
#[derive(Clone, Copy, Debug)]
struct Word<'w> {
    /// The tokens of its block.
    tokens: &'w [TokenTree],
    /// Its place among them.
    at: usize,
    scope: &'w Scope<'w>,
    here: &'w Here,
    /// What stands before its item.
    attributes: &'w Attributes,
}

impl Scan<'_> {
    fn block(&mut self, tokens: TokenStream, around: Option<&Scope<'_>>, here: &Here) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        if is_only_for_tests(&tokens) {
            return;
        }
        let scope = Scope::of(&tokens, around);
        let mut attributes = Attributes::default();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at = match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => attribute(&tokens, at, &mut attributes),
                _ if attributes.is_test() => {
                    attributes.clear();
                    item::end(&tokens, at)
                }
                TokenTree::Group(group) => {
                    self.block(group.stream(), Some(&scope), here);
                    at + 1
                }
                TokenTree::Ident(_) => {
                    self.word(Word { tokens: &tokens, at, scope: &scope, here, attributes: &attributes })
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => at + 1,
            };
            if tokens.get(at.wrapping_sub(1)).is_some_and(ends_item) {
                attributes.clear();
            }
        }
    }

    /// Reads what a word begins, and says where to go on.
    fn word(&mut self, word: Word<'_>) -> usize {
        let Word { tokens, at, .. } = word;
        let before = at.checked_sub(1).map(|at| &tokens[at]);
        if before.is_some_and(|before| is_punct(before, '.')) {
            self.method(tokens, at);
            return at + 1;
        }
        // A lifetime, or a macro's parameter.
        if before.is_some_and(|before| is_punct(before, '\'') || is_punct(before, '$')) {
            return at + 1;
        }
        if is_import(tokens, at) {
            return end_of_statement(tokens, at);
        }
        let is = |known: &str| is_word(&tokens[at], known);
        if is("mod") {
            return self.module(word);
        } else if is("macro_rules") {
            return self.macro_rules(word);
        } else if is("extern") {
            self.extern_crate(word);
        } else if is("const") || is("static") {
            self.constant(tokens, at);
            self.metric(word);
        } else if is("struct") {
            self.structure(word);
        }
        self.path(word)
    }

    fn module(&mut self, word: Word<'_>) -> usize {
        let Word { tokens, at, scope, here, attributes } = word;
        let Some(name) = word_at(tokens, at + 1) else { return at + 1 };
        let name = name.trim_start_matches("r#").to_owned();
        match tokens.get(at + 2) {
            Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = body.stream().into_iter().collect();
                let around = Scope::of(&inner, None).inherits().then_some(scope);
                let inside = [&here.inside[..], &[name]].concat();
                self.block(body.stream(), around, &Here { inside, ..here.clone() });
                at + 3
            }
            Some(semicolon) if is_punct(semicolon, ';') => {
                let inside = here.inside.clone();
                self.found.modules.push(Module { inside, name: Some(name), paths: attributes.paths() });
                at + 3
            }
            _ => at + 1,
        }
    }

    fn macro_rules(&mut self, word: Word<'_>) -> usize {
        let Word { tokens, at, scope, here, .. } = word;
        self.found.own_macros.extend(word_at(tokens, at + 2));
        let Some(TokenTree::Group(rules)) = tokens.get(at + 3) else { return at + 1 };
        self.block(rules.stream(), Some(scope), &Here { is_template: true, ..here.clone() });
        at + 4
    }

    /// `#[macro_use] extern crate a;`
    fn extern_crate(&mut self, word: Word<'_>) {
        let Word { tokens, at, attributes, .. } = word;
        let is_macro_use = attributes.iter().any(|(path, _)| matches!(path, [name] if is_word(name, "macro_use")));
        if is_macro_use && tokens.get(at + 1).is_some_and(|next| is_word(next, "crate")) {
            self.found.macro_use.extend(word_at(tokens, at + 2));
        }
    }

    /// `const NAME: &str = "…";`
    fn constant(&mut self, tokens: &[TokenTree], at: usize) {
        let statement = &tokens[at..end_of_statement(tokens, at)];
        if let [_, TokenTree::Ident(name), .., equal, TokenTree::Literal(literal), _] = statement
            && is_punct(equal, '=')
            && let Some(text) = text::literal_text(literal)
        {
            self.found.constants.push((name.to_string(), text));
        }
    }

    fn metric(&mut self, word: Word<'_>) {
        let Word { tokens, at, scope, here, attributes } = word;
        let arguments = attributes.iter().find(|(path, _)| self.is_lowcards(path, "metric", scope));
        if let Some((_, arguments)) = arguments.filter(|_| !here.is_template && is_word(&tokens[at], "static")) {
            let declaration = declared::of_static(tokens, at, &arguments);
            self.found.declared.extend(declaration.map(|declaration| self.declared(declaration)));
        }
    }

    fn structure(&mut self, word: Word<'_>) {
        let Word { tokens, at, scope, here, attributes } = word;
        let body = &tokens[at..item::end(tokens, at)];
        let Some(fields @ TokenTree::Group(_)) = body.last().filter(|_| !here.is_template) else { return };
        for derive in attributes.derives() {
            if self.is_lowcards(&derive, "Metrics", scope) {
                let declared = declared::of_struct(fields, attributes).into_iter();
                self.found.declared.extend(declared.map(|declaration| self.declared(declaration)).collect::<Vec<_>>());
            } else if let Some(called) = scope.find(&path(&derive, 0).0, &|path| self.crates().label_set(path)) {
                let labels = declared::labels_of_struct(fields);
                let read = Arguments {
                    labels: labels.into_iter().map(|(name, span)| (Text::Known(name), span)).collect(),
                    ..Arguments::default()
                };
                let span = (derive[0].span(), derive[0].span());
                self.found.calls.push(self.call(called, read, span));
            }
        }
    }

    /// Reads the path that starts here, and what is called by it.
    fn path(&mut self, word: Word<'_>) -> usize {
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

    fn method(&mut self, tokens: &[TokenTree], at: usize) {
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

    fn include(&mut self, arguments: &Group, here: &Here) {
        let file = match arguments.stream().into_iter().next() {
            Some(TokenTree::Literal(literal)) => text::literal_text(&literal),
            _ => None,
        };
        let inside = here.inside.clone();
        self.found.modules.extend(file.map(|file| Module { inside, name: None, paths: vec![file] }));
    }

    fn crates(&self) -> Crates<'_> {
        Crates(self.context.crates)
    }

    /// Whether a path leads to this item of lowcard.
    fn is_lowcards(&self, tokens: &[TokenTree], item: &str, scope: &Scope<'_>) -> bool {
        let known = |path: &[String]| self.crates().is_lowcards(path, item).then_some(());
        tokens.last().is_some_and(|last| is_word(last, item)) && scope.find(&path(tokens, 0).0, &known).is_some()
    }

    fn call(&self, called: Called, read: Arguments, span: (Span, Span)) -> Call {
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

    fn declared(&self, declaration: Declaration) -> Declared {
        let Declaration { written, span, prefix, name, public } = declaration;
        let package = self.context.package.to_owned();
        Declared { package, place: self.place((span, span)), written, prefix, name, public, mentioned: false }
    }

    fn place(&self, (first, last): (Span, Span)) -> Place {
        let (start, end) = (first.start(), last.end());
        Place::at(PathBuf::from(self.context.shown), start.line, start.column + 1).to(end.line, end.column + 1)
    }
}

/// Takes in the attribute that starts here; `#![…]` is about what is around it.
fn attribute(tokens: &[TokenTree], at: usize, attributes: &mut Attributes) -> usize {
    match &tokens[at + 1..] {
        [TokenTree::Group(attribute), ..] if attribute.delimiter() == Delimiter::Bracket => {
            attributes.push(attribute);
            at + 2
        }
        [bang, TokenTree::Group(_), ..] if is_punct(bang, '!') => at + 3,
        _ => at + 1,
    }
}

/// `#![cfg(test)]`
fn is_only_for_tests(tokens: &[TokenTree]) -> bool {
    tokens
        .windows(3)
        .take_while(|part| is_punct(&part[0], '#') || is_punct(&part[1], '#') || is_punct(&part[2], '#'))
        .any(|part| match part {
            [hash, bang, TokenTree::Group(attribute)] if is_punct(hash, '#') && is_punct(bang, '!') => {
                is_test(&attribute.stream().into_iter().collect::<Vec<_>>())
            }
            _ => false,
        })
}

/// A block, a `;` or a `,`: the attributes before it are not about what comes after it.
fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_punct(token, ';') || is_punct(token, ','),
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
