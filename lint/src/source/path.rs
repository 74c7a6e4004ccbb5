//! Reads paths, such as `prometheus::core::GenericCounter::<AtomicU64>::new`.

use proc_macro2::TokenTree;

use super::token::{is_punct, word_at};

/// The names of a path, without its generic arguments.
pub(super) type Path = Vec<String>;

/// The names of the path that starts here, without generic arguments, and the place behind it.
pub(super) fn path(tokens: &[TokenTree], at: usize) -> (Path, usize) {
    let mut names: Path = word_at(tokens, at).into_iter().collect();
    let mut end = at + 1;
    while is_separator(tokens, end) {
        match tokens.get(end + 2) {
            Some(TokenTree::Ident(name)) => {
                names.push(name.to_string());
                end += 3;
            }
            Some(open) if is_punct(open, '<') => end = behind_generics(tokens, end + 2),
            _ => break,
        }
    }
    (names, end.min(tokens.len()))
}

fn is_separator(tokens: &[TokenTree], at: usize) -> bool {
    tokens.get(at..at + 2).is_some_and(|pair| is_punct(&pair[0], ':') && is_punct(&pair[1], ':'))
}

/// Whether the path here starts with `::`, which only a crate's name can follow.
pub(super) fn is_absolute(tokens: &[TokenTree], at: usize) -> bool {
    at > 1 && is_separator(tokens, at - 2) && !goes_on(tokens, at)
}

/// Whether the `::` before this place goes on with something, and does not start a path.
fn goes_on(tokens: &[TokenTree], at: usize) -> bool {
    at.checked_sub(3).is_some_and(|before| match &tokens[before] {
        TokenTree::Ident(_) | TokenTree::Group(_) => true,
        token => is_punct(token, '>'),
    })
}

/// The place behind the `>` that belongs to the `<` here.
fn behind_generics(tokens: &[TokenTree], at: usize) -> usize {
    let mut open = 0_usize;
    for (offset, token) in tokens[at..].iter().enumerate() {
        let is_arrow = offset > 0 && is_punct(&tokens[at + offset - 1], '-');
        if is_punct(token, '<') {
            open += 1;
        } else if is_punct(token, '>') && !is_arrow {
            open = open.saturating_sub(1);
            if open == 0 {
                return at + offset + 1;
            }
        }
    }
    tokens.len()
}
