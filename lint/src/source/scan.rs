//! Reads one file, block by block and word by word: what a word begins, and where the file's modules are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use super::crates::Crates;
use super::item::{self, Attributes, is_test};
use super::module::Module;
use super::path::path;
use super::scope::{Scope, is_import};
use super::text;
use super::token::{end_of_statement, is_punct, is_word, word_at};
use super::{Call, Declared};
use crate::finding::Place;

/// What is said of a file beforehand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'c> {
    /// The package that it belongs to.
    pub(super) package: &'c str,
    /// The path that findings show.
    pub(super) shown: &'c Path,
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

/// Reads a file. What it calls is added in `call`, what it declares in `declared`.
pub(super) struct Scan<'c> {
    pub(super) context: Context<'c>,
    pub(super) found: Scanned,
}

/// Where in the file the reader is.
#[derive(Clone, Debug, Default)]
pub(super) struct Here {
    /// The modules around.
    inside: Vec<String>,
    /// Whether this is the body of a `macro_rules!`, which declares nothing yet.
    pub(super) is_template: bool,
}

/// A word, and what is known where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'w> {
    /// The tokens of its block.
    pub(super) tokens: &'w [TokenTree],
    /// Its place among them.
    pub(super) at: usize,
    pub(super) scope: &'w Scope<'w>,
    pub(super) here: &'w Here,
    /// What stands before its item.
    pub(super) attributes: &'w Attributes,
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

    pub(super) fn include(&mut self, arguments: &Group, here: &Here) {
        let file = match arguments.stream().into_iter().next() {
            Some(TokenTree::Literal(literal)) => text::literal_text(&literal),
            _ => None,
        };
        let inside = here.inside.clone();
        self.found.modules.extend(file.map(|file| Module { inside, name: None, paths: vec![file] }));
    }

    pub(super) fn crates(&self) -> Crates<'_> {
        Crates(self.context.crates)
    }

    /// Whether a path leads to this item of lowcard.
    pub(super) fn is_lowcards(&self, tokens: &[TokenTree], item: &str, scope: &Scope<'_>) -> bool {
        let known = |path: &[String]| self.crates().is_lowcards(path, item).then_some(());
        tokens.last().is_some_and(|last| is_word(last, item)) && scope.find(&path(tokens, 0).0, &known).is_some()
    }

    pub(super) fn place(&self, (first, last): (Span, Span)) -> Place {
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
