//! How often each name stands in the sources.

use std::collections::HashMap;

use proc_macro2::{TokenStream, TokenTree};

/// Names, and how often each stands there.
#[derive(Debug, Default)]
pub(super) struct Mentions(HashMap<String, usize>);

impl Mentions {
    /// Counts the names of a file, and says how deep its groups are in each other.
    pub(super) fn tokens(&mut self, tokens: TokenStream) -> usize {
        let mut deepest = 0;
        let mut groups = vec![(tokens, 0)];
        while let Some((tokens, depth)) = groups.pop() {
            deepest = deepest.max(depth);
            for token in tokens {
                match token {
                    TokenTree::Ident(name) => self.add(name.to_string().trim_start_matches("r#")),
                    TokenTree::Group(group) => groups.push((group.stream(), depth + 1)),
                    TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                }
            }
        }
        deepest
    }

    /// Counts the words of a file that has no tokens: too many rather than too few.
    pub(super) fn words(&mut self, text: &str) {
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).for_each(|word| self.add(word));
    }

    /// Adds what others have counted.
    pub(super) fn merge(&mut self, other: Self) {
        for (name, count) in other.0 {
            *self.0.entry(name).or_default() += count;
        }
    }

    /// How often this name stands in the sources.
    pub(super) fn of(&self, name: &str) -> usize {
        self.0.get(name).copied().unwrap_or_default()
    }

    fn add(&mut self, name: &str) {
        match self.0.get_mut(name) {
            Some(count) => *count += 1,
            None => _ = self.0.insert(name.to_owned(), 1),
        }
    }
}
