//! Which names mean what, from one block outwards to its module.

use std::collections::HashMap;

use proc_macro2::{TokenStream, TokenTree};
use syn::{ItemUse, UseTree};

use super::path::Path;
use super::token::{end_of_statement, is_punct, is_word, word_at};

/// The most aliases of aliases that are followed.
const MAX_ALIASES: usize = 8;

/// The names that a block or module brings in, and those around it.
#[derive(Debug, Default)]
pub(super) struct Scope<'s> {
    around: Option<&'s Scope<'s>>,
    imports: HashMap<String, Path>,
    globs: Vec<Path>,
    /// Types, modules and macros that are written here, which a crate of the same name must not be taken for.
    own: Vec<String>,
}

/// Items that have a name in the namespace of crates.
const ITEMS: &[&str] = &["enum", "mod", "struct", "trait", "type", "union"];

impl<'s> Scope<'s> {
    /// What these tokens of a block or module bring in, in whatever order they stand.
    pub(super) fn of(tokens: &[TokenTree], around: Option<&'s Self>) -> Self {
        let mut scope = Self { around, ..Self::default() };
        for (at, token) in tokens.iter().enumerate() {
            let TokenTree::Ident(word) = token else { continue };
            if is_import(tokens, at) {
                scope.import(&tokens[at..end_of_statement(tokens, at)]);
            } else if ITEMS.iter().any(|item| word == item) {
                scope.own.extend(word_at(tokens, at + 1));
            } else if word == "macro_rules" {
                scope.own.extend(word_at(tokens, at + 2));
            } else if word == "crate" && at > 0 && is_word(&tokens[at - 1], "extern") {
                scope.extern_crate(tokens, at);
            }
        }
        scope
    }

    /// Whether a module takes everything from the one around it.
    pub(super) fn inherits(&self) -> bool {
        self.globs.iter().any(|glob| glob.iter().eq(["super"]))
    }

    /// What `known` says of the item that a path leads to, however it is imported.
    pub(super) fn find<T>(&self, path: &[String], known: &impl Fn(&[String]) -> Option<T>) -> Option<T> {
        let first = path.first()?;
        for scope in self.outwards() {
            if scope.imports.contains_key(first) {
                return known(&self.without_aliases(path));
            }
            if scope.own.contains(first) {
                return None;
            }
            let from_globs = scope.globs.iter().find_map(|glob| known(&[&*self.without_aliases(glob), path].concat()));
            if from_globs.is_some() {
                return from_globs;
            }
        }
        known(path)
    }

    /// Whether a macro, type or module of this name is written or imported here.
    pub(super) fn names(&self, name: &str) -> bool {
        self.outwards().any(|scope| scope.imports.contains_key(name) || scope.own.iter().any(|own| own == name))
    }

    fn outwards(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |scope| scope.around)
    }

    /// The path with what its first name was imported as; a name that is imported as itself is a crate's.
    fn without_aliases(&self, path: &[String]) -> Path {
        let mut path = path.to_vec();
        for _ in 0..MAX_ALIASES {
            let Some(first) = path.first() else { break };
            let Some(target) = self.outwards().find_map(|scope| scope.imports.get(first)) else { break };
            let is_crate = target.first() == Some(first);
            path.splice(..1, target.iter().cloned());
            if is_crate {
                break;
            }
        }
        path
    }

    fn import(&mut self, statement: &[TokenTree]) {
        let statement: TokenStream = statement.iter().cloned().collect();
        if let Ok(item) = syn::parse2::<ItemUse>(statement) {
            self.tree(&item.tree, &mut Vec::new());
        }
    }

    fn tree(&mut self, tree: &UseTree, path: &mut Path) {
        match tree {
            UseTree::Path(part) => {
                path.push(part.ident.to_string());
                self.tree(&part.tree, path);
                path.pop();
            }
            UseTree::Name(name) if name.ident == "self" => self.bring(path.last().cloned(), path.clone()),
            UseTree::Name(name) => self.bring(Some(name.ident.to_string()), with(path, name.ident.to_string())),
            UseTree::Rename(rename) if rename.ident == "self" => {
                self.bring(Some(rename.rename.to_string()), path.clone());
            }
            UseTree::Rename(rename) => {
                self.bring(Some(rename.rename.to_string()), with(path, rename.ident.to_string()));
            }
            UseTree::Glob(_) => self.globs.push(path.clone()),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(item, path)),
        }
    }

    fn bring(&mut self, name: Option<String>, path: Path) {
        self.imports.extend(name.map(|name| (name, path)));
    }

    /// `extern crate a as b;`
    fn extern_crate(&mut self, tokens: &[TokenTree], at: usize) {
        let renamed = tokens.get(at + 2).is_some_and(|token| is_word(token, "as")).then_some(at + 3);
        let name = renamed.and_then(|at| word_at(tokens, at)).or_else(|| word_at(tokens, at + 1));
        self.bring(name, word_at(tokens, at + 1).into_iter().collect());
    }
}

fn with(path: &[String], last: String) -> Path {
    [path, &[last]].concat()
}

/// Whether `use` stands there as an item, and not as in `impl Trait + use<'a>`.
pub(super) fn is_import(tokens: &[TokenTree], at: usize) -> bool {
    is_word(&tokens[at], "use") && tokens.get(at + 1).is_some_and(|next| !is_punct(next, '<'))
}
