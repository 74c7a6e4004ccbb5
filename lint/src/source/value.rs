//! What makes a text where it is used, so that nothing bounds how many there are.
//!
//! Only the last step of an expression counts: in `known(path.to_string())`, a function of the team has the last word.

use proc_macro2::{Delimiter, TokenTree};

use super::text::{constant, literal_text};
use super::token::is_punct;

/// Methods that change a text's type, and leave what it says as it is, or as many texts as before.
const CONVERSIONS: &[&str] = &[
    "as_bytes",
    "as_deref",
    "as_ref",
    "as_str",
    "borrow",
    "clone",
    "cloned",
    "deref",
    "into",
    "into_boxed_str",
    "into_owned",
    "to_ascii_lowercase",
    "to_ascii_uppercase",
    "to_lowercase",
    "to_owned",
    "to_uppercase",
    "trim",
];

/// Methods whose texts come from whoever sends a request.
const RAW: &[&str] = &["host", "ip", "path", "path_and_query", "peer_addr", "query", "remote_addr", "uri", "url"];

/// An expression without what borrows and converts its value.
pub(super) fn core(tokens: &[TokenTree]) -> &[TokenTree] {
    let borrowed = tokens.iter().take_while(|token| is_punct(token, '&') || is_punct(token, '*')).count();
    let mut core = &tokens[borrowed..];
    while let Some((receiver, method, _)) = method_call(core)
        && CONVERSIONS.contains(&method.as_str())
    {
        core = receiver;
    }
    core
}

/// What makes the value, as the programmer knows it: `format!`. Nothing if that is unknown, or can be only a few texts.
pub(super) fn made_by(tokens: &[TokenTree]) -> Option<String> {
    let core = core(tokens);
    if let Some((receiver, method, arguments)) = method_call(core) {
        if method == "to_string" && arguments.is_empty() {
            // `uri.path().to_string()` is a raw path.
            return made_by(receiver).or_else(|| (!is_bounded(receiver)).then(|| ".to_string()".to_owned()));
        }
        let raw = RAW.contains(&method.as_str()) && arguments.is_empty();
        return raw.then(|| format!(".{method}()"));
    }
    match core {
        [path @ .., TokenTree::Ident(name), bang, TokenTree::Group(arguments)]
            if name == "format" && is_punct(bang, '!') && is_path(path) =>
        {
            let arguments: Vec<TokenTree> = arguments.stream().into_iter().collect();
            (!is_constant_format(&arguments)).then(|| "format!".to_owned())
        }
        [path @ .., TokenTree::Ident(owner), colon, second, TokenTree::Ident(name), TokenTree::Group(arguments)]
            if owner == "String"
                && name == "from"
                && is_punct(colon, ':')
                && is_punct(second, ':')
                && is_path(path) =>
        {
            let argument: Vec<TokenTree> = arguments.stream().into_iter().collect();
            made_by(&argument).or_else(|| (!is_bounded(&argument)).then(|| "String::from".to_owned()))
        }
        _ => None,
    }
}

/// `receiver.method(arguments)`.
fn method_call(tokens: &[TokenTree]) -> Option<(&[TokenTree], String, Vec<TokenTree>)> {
    match tokens {
        [receiver @ .., dot, TokenTree::Ident(method), TokenTree::Group(arguments)]
            if is_punct(dot, '.') && arguments.delimiter() == Delimiter::Parenthesis =>
        {
            Some((receiver, method.to_string(), arguments.stream().into_iter().collect()))
        }
        _ => None,
    }
}

/// A literal, a constant, or something that is true or false.
fn is_bounded(tokens: &[TokenTree]) -> bool {
    match core(tokens) {
        [TokenTree::Literal(_)] => true,
        [TokenTree::Group(inner)] if inner.delimiter() == Delimiter::Parenthesis => {
            let inner: Vec<TokenTree> = inner.stream().into_iter().collect();
            is_comparison(&inner) || is_bounded(&inner)
        }
        [negation, ..] if is_punct(negation, '!') => true,
        [TokenTree::Ident(word)] if word == "true" || word == "false" => true,
        [TokenTree::Ident(name), bang, TokenTree::Group(_)] if is_punct(bang, '!') => {
            ["concat", "env", "module_path", "stringify"].iter().any(|known| name == known)
        }
        core => {
            constant(core).is_some()
                || method_call(core).is_some_and(|(_, method, _)| {
                    ["is_", "has_", "contains", "starts_with", "ends_with"]
                        .iter()
                        .any(|start| method.starts_with(start))
                })
        }
    }
}

/// `!done`, `a == b`, `a < b`: at the top, so that what is inside of arguments does not count.
fn is_comparison(tokens: &[TokenTree]) -> bool {
    let pairs = || tokens.windows(2).map(|pair| (&pair[0], &pair[1]));
    tokens.first().is_some_and(|first| is_punct(first, '!'))
        || pairs().any(|(one, other)| is_punct(other, '=') && ['=', '!', '<', '>'].iter().any(|c| is_punct(one, *c)))
        || pairs().any(|(one, other)| ['&', '|'].iter().any(|c| is_punct(one, *c) && is_punct(other, *c)))
}

/// A format without a place for a value.
fn is_constant_format(arguments: &[TokenTree]) -> bool {
    match arguments {
        [TokenTree::Literal(literal)] => {
            literal_text(literal).is_some_and(|text| !text.replace("{{", "").contains('{'))
        }
        _ => false,
    }
}

fn is_path(tokens: &[TokenTree]) -> bool {
    tokens.iter().all(|token| matches!(token, TokenTree::Ident(_)) || is_punct(token, ':'))
}
