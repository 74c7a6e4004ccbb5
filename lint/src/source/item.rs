//! What attributes and words in front of an item say of it.

use proc_macro2::{Delimiter, Group, TokenTree};
use syn::Meta;

use super::text::literal_text;
use super::token::{is_punct, is_word, split, word_at};

/// The attributes in front of an item.
#[derive(Debug, Default)]
pub(super) struct Attributes(Vec<Vec<TokenTree>>);

impl Attributes {
    pub(super) fn push(&mut self, attribute: &Group) {
        self.0.push(attribute.stream().into_iter().collect());
    }

    /// Adds one that syn has read; only those with arguments in parentheses are of use.
    pub(super) fn push_parsed(&mut self, meta: &Meta) {
        if let Meta::List(list) = meta
            && let Some(name) = list.path.get_ident()
        {
            let arguments = Group::new(Delimiter::Parenthesis, list.tokens.clone());
            self.0.push(vec![name.clone().into(), arguments.into()]);
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether the item is only there in tests.
    pub(super) fn is_test(&self) -> bool {
        self.0.iter().any(|attribute| is_test(attribute))
    }

    /// The files that `#[path = "…"]` names, also under a `cfg_attr`.
    pub(super) fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for attribute in &self.0 {
            paths.extend(stated(attribute, "path"));
            if let [TokenTree::Ident(name), TokenTree::Group(inner)] = attribute.as_slice()
                && name == "cfg_attr"
            {
                paths.extend(stated(&inner.stream().into_iter().collect::<Vec<_>>(), "path"));
            }
        }
        paths
    }

    /// The paths that `derive` lists, each with its tokens.
    pub(super) fn derives(&self) -> Vec<Vec<TokenTree>> {
        let lists = self.0.iter().filter_map(|attribute| arguments(attribute, "derive"));
        lists.flat_map(|list| split(&list).into_iter().map(<[TokenTree]>::to_vec).collect::<Vec<_>>()).collect()
    }

    /// Each attribute's path and arguments.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[TokenTree], Vec<TokenTree>)> {
        self.0.iter().map(|attribute| match attribute.as_slice() {
            [path @ .., TokenTree::Group(arguments)] => (path, arguments.stream().into_iter().collect()),
            path => (path, Vec::new()),
        })
    }

    /// The arguments of the attribute of this name.
    pub(super) fn arguments(&self, name: &str) -> Vec<TokenTree> {
        self.0.iter().filter_map(|attribute| arguments(attribute, name)).flatten().collect()
    }
}

/// The text of `key = "…"`.
pub(super) fn stated(tokens: &[TokenTree], key: &str) -> Option<String> {
    tokens.windows(3).find_map(|part| match part {
        [word, equal, TokenTree::Literal(literal)] if is_word(word, key) && is_punct(equal, '=') => {
            literal_text(literal)
        }
        _ => None,
    })
}

fn arguments(attribute: &[TokenTree], name: &str) -> Option<Vec<TokenTree>> {
    match attribute {
        [TokenTree::Ident(word), TokenTree::Group(inner)] if word == name => Some(inner.stream().into_iter().collect()),
        _ => None,
    }
}

/// `cfg(test)`, `cfg(all(test, …))`, `test` and `tokio::test`. What is built for `any(test, …)` is built without tests, too.
pub(super) fn is_test(attribute: &[TokenTree]) -> bool {
    if let Some(condition) = arguments(attribute, "cfg") {
        return match condition.as_slice() {
            [word] => is_word(word, "test"),
            [all, TokenTree::Group(conditions)] if is_word(all, "all") => {
                let conditions: Vec<TokenTree> = conditions.stream().into_iter().collect();
                split(&conditions).iter().any(|condition| condition.len() == 1 && is_word(&condition[0], "test"))
            }
            _ => false,
        };
    }
    let path = attribute
        .split_last()
        .filter(|(last, _)| matches!(last, TokenTree::Group(_)))
        .map_or(attribute, |(_, path)| path);
    path.last().is_some_and(|last| ["bench", "rstest", "test"].iter().any(|word| is_word(last, word)))
}

/// The place behind the item that starts here: its block, or its `;`.
pub(super) fn end(tokens: &[TokenTree], at: usize) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_punct(token, ';'),
    };
    let length = tokens[at..].iter().take_while(|token| !is_end(token)).count();
    tokens.len().min(at + length + 1)
}

/// Whether `pub` stands right before: not `pub(crate)`, and not nothing.
pub(super) fn is_public(tokens: &[TokenTree], at: usize) -> bool {
    at > 0 && word_at(tokens, at - 1).is_some_and(|word| word == "pub")
}
