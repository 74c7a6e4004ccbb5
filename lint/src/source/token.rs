//! Tokens, one by one and in a row.

use proc_macro2::TokenTree;

/// Whether a token is this character.
pub(super) fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// Whether a token is this word.
pub(super) fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

/// The word at this place, if one is there.
pub(super) fn word_at(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at)? {
        TokenTree::Ident(word) => Some(word.to_string()),
        TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    }
}

/// The expressions between commas.
pub(super) fn split(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    tokens.split(|token| is_punct(token, ',')).filter(|part| !part.is_empty()).collect()
}

/// The place behind the next `;`.
pub(super) fn end_of_statement(tokens: &[TokenTree], at: usize) -> usize {
    let length = tokens[at..].iter().take_while(|token| !is_punct(token, ';')).count();
    tokens.len().min(at + length + 1)
}
