//! Reads the keys of `#[metric(…)]`, `#[metrics(…)]`, `#[labels(…)]` and `#[label(…)]`.

use lowcard_schema::{Judge, Rule, nearest};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, Lit, LitInt, LitStr, Path, Token, UnOp};

use crate::diagnostics::Diagnostics;

/// The keys of all attributes of one name on an item, each taken by whoever knows it.
pub(crate) struct Keys<'d> {
    diagnostics: &'d Diagnostics,
    entries: Vec<Entry>,
}

/// One `key`, `key = value` or `key(…)`.
pub(crate) struct Entry {
    key: Ident,
    value: Value,
}

enum Value {
    /// `key`
    None,
    /// `key = value`
    Is(Expr),
    /// `key = [value, value]`
    Array(Vec<Expr>, TokenStream),
    /// `key(…)`
    List(TokenStream),
}

/// A value, and the tokens that say it, for errors.
#[derive(Clone)]
pub(crate) struct Stated<T> {
    pub(crate) value: T,
    pub(crate) tokens: TokenStream,
}

/// `allow("rule", reason = "…")`, as it is written.
struct Allow {
    rule: LitStr,
    reason: Option<LitStr>,
}

/// `deprecated(since = "…", replaced_by = "…")`, as it is written.
#[derive(Default)]
pub(crate) struct Deprecated {
    pub(crate) since: Option<String>,
    pub(crate) replaced_by: Option<String>,
}

/// `native` or `native(schema = 3, max_buckets = 160)`, as it is written.
#[derive(Default)]
pub(crate) struct Native {
    pub(crate) schema: Option<Stated<i64>>,
    pub(crate) max_buckets: Option<Stated<u64>>,
}

/// The one key that may stand there several times.
const REPEATABLE: &str = "allow";

impl<'d> Keys<'d> {
    /// The keys of every attribute called `name`; those that are not `known` are errors.
    pub(crate) fn of_item(diagnostics: &'d Diagnostics, attributes: &[Attribute], name: &str, known: &[&str]) -> Self {
        let mut keys = Self { diagnostics, entries: Vec::new() };
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
            if matches!(attribute.meta, syn::Meta::Path(_)) {
                continue; // `#[metric]` alone states nothing
            }
            match attribute.parse_args_with(Punctuated::<Entry, Token![,]>::parse_terminated) {
                Ok(entries) => keys.add(entries, &format!("#[{name}]"), known),
                Err(error) => diagnostics.unreadable(&error),
            }
        }
        keys
    }

    /// The keys between the parentheses of `place`, which is a macro or a key: `#[metric]`, `http_metrics!`.
    pub(crate) fn of_arguments(
        diagnostics: &'d Diagnostics,
        arguments: TokenStream,
        place: &str,
        known: &[&str],
    ) -> Self {
        let mut keys = Self { diagnostics, entries: Vec::new() };
        match Punctuated::<Entry, Token![,]>::parse_terminated.parse2(arguments) {
            Ok(entries) => keys.add(entries, place, known),
            Err(error) => diagnostics.unreadable(&error),
        }
        keys
    }

    fn add(&mut self, entries: Punctuated<Entry, Token![,]>, place: &str, known: &[&str]) {
        for entry in entries {
            let word = entry.key.unraw().to_string();
            if !known.contains(&word.as_str()) {
                let help = match nearest(&word, known.iter().copied()) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None if known.is_empty() => format!("`{place}` has no keys here"),
                    None => format!("the keys here are: {}", known.join(", ")),
                };
                let message = format!("`{place}` has no key `{word}` here");
                self.diagnostics.error_with_help(&entry.key, Rule::AttributeUnknownKey, message, help);
            } else if word != REPEATABLE && self.entries.iter().any(|earlier| earlier.key == entry.key) {
                let message = format!("`{word}` is set twice");
                self.diagnostics.error(&entry.key, Rule::AttributeRepeatedKey, message);
            } else {
                self.entries.push(entry);
            }
        }
    }

    /// Whether `key` stands there, without a value.
    pub(crate) fn flag(&mut self, key: &str) -> Option<Ident> {
        let entry = self.take(key)?;
        if !matches!(entry.value, Value::None) {
            self.wrong::<()>(&entry, &format!("write `{key}` alone"));
        }
        Some(entry.key)
    }

    pub(crate) fn string(&mut self, key: &str) -> Option<Stated<String>> {
        self.stated(key, &format!("write `{key} = \"…\"`"), |expression| match expression {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
    }

    /// A whole number above 0.
    pub(crate) fn number(&mut self, key: &str) -> Option<Stated<u64>> {
        self.stated(key, &format!("write a whole number above 0: `{key} = 200`"), |expression| {
            integer(expression)?.base10_parse().ok().filter(|&number| number > 0)
        })
    }

    /// A whole number, which may be below 0.
    fn integer(&mut self, key: &str) -> Option<Stated<i64>> {
        self.stated(key, &format!("write a whole number: `{key} = 3`"), signed)
    }

    /// One string, or a list of them.
    pub(crate) fn strings(&mut self, key: &str) -> Vec<Stated<String>> {
        let Some(entry) = self.take(key) else { return Vec::new() };
        let items = match &entry.value {
            Value::Is(one) => std::slice::from_ref(one),
            Value::Array(items, _) => items,
            Value::None | Value::List(_) => return self.wrong(&entry, STRINGS).unwrap_or_default(),
        };
        let strings: Option<Vec<_>> = items
            .iter()
            .map(|item| match item {
                Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) => {
                    Some(Stated { value: text.value(), tokens: text.to_token_stream() })
                }
                _ => None,
            })
            .collect();
        strings.unwrap_or_else(|| self.wrong(&entry, STRINGS).unwrap_or_default())
    }

    /// A list of numbers, each with its tokens.
    pub(crate) fn numbers(&mut self, key: &str) -> Option<Stated<Vec<Stated<f64>>>> {
        let entry = self.take(key)?;
        let help = "write the numbers out, so that they can be checked: `[0.1, 0.5, 1.0]`";
        let Value::Array(items, tokens) = &entry.value else { return self.wrong(&entry, help) };
        let one = |item| Some(Stated { value: float(item)?, tokens: item.to_token_stream() });
        match items.iter().map(one).collect() {
            Some(value) => Some(Stated { value, tokens: tokens.clone() }),
            None => self.wrong(&entry, help),
        }
    }

    /// A function, or a path to one.
    pub(crate) fn expression(&mut self, key: &str) -> Option<Expr> {
        let entry = self.take(key)?;
        match &entry.value {
            Value::Is(expression) if !matches!(expression, Expr::Lit(_)) => Some(expression.clone()),
            _ => self.wrong(&entry, &format!("write `{key} = path::to::function`")),
        }
    }

    /// A path, such as that of a crate.
    pub(crate) fn path(&mut self, key: &str) -> Option<Path> {
        let help = format!("write `{key} = path::to::lowcard`");
        let stated = self.stated(key, &help, |expression| match expression {
            Expr::Path(path) if path.qself.is_none() => Some(path.path.clone()),
            _ => None,
        });
        stated.map(|stated| stated.value)
    }

    /// The keys in the parentheses behind `key`.
    pub(crate) fn list(&mut self, key: &str, help: &str, known: &[&str]) -> Option<Keys<'d>> {
        let entry = self.take(key)?;
        let Value::List(list) = &entry.value else { return self.wrong(&entry, help) };
        Some(Keys::of_arguments(self.diagnostics, list.clone(), key, known))
    }

    /// A key as it is written, for another attribute that knows it.
    pub(crate) fn forwarded(&mut self, key: &str) -> Option<TokenStream> {
        let Entry { key, value } = self.take(key)?;
        Some(match value {
            Value::None => quote!(#key),
            Value::Is(expression) => quote!(#key = #expression),
            Value::Array(_, tokens) => quote!(#key = #tokens),
            Value::List(list) => quote!(#key(#list)),
        })
    }

    /// The rules that may be broken here.
    pub(crate) fn allowed(&mut self) -> Vec<Rule> {
        let mut rules = Vec::new();
        while let Some(entry) = self.take(REPEATABLE) {
            let Value::List(list) = &entry.value else {
                self.wrong::<()>(&entry, "write `allow(\"name/counter-total\", reason = \"…\")`");
                continue;
            };
            match syn::parse2::<Allow>(list.clone()) {
                Ok(allow) => rules.extend(allow.check(self.diagnostics)),
                Err(error) => self.diagnostics.unreadable(&error),
            }
        }
        rules
    }

    pub(crate) fn deprecated(&mut self) -> Option<Stated<Deprecated>> {
        let entry = self.take("deprecated")?;
        let tokens = entry.key.to_token_stream();
        match &entry.value {
            Value::None => Some(Stated { value: Deprecated::default(), tokens }),
            Value::List(list) => {
                let known = ["since", "replaced_by"];
                let mut keys = Keys::of_arguments(self.diagnostics, list.clone(), "#[deprecated]", &known);
                let since = keys.string("since").map(|stated| stated.value);
                let replaced_by = keys.string("replaced_by").map(|stated| stated.value);
                Some(Stated { value: Deprecated { since, replaced_by }, tokens })
            }
            Value::Is(_) | Value::Array(..) => {
                self.wrong(&entry, "write `deprecated(since = \"…\", replaced_by = \"…\")`")
            }
        }
    }

    /// One of the wrong form still is there, so that no buckets are missed where it stands.
    pub(crate) fn native(&mut self) -> Option<Stated<Native>> {
        let entry = self.take("native")?;
        let value = match &entry.value {
            Value::None => Native::default(),
            Value::List(list) => {
                let known = ["schema", "max_buckets"];
                let mut keys = Keys::of_arguments(self.diagnostics, list.clone(), "#[metric(native)]", &known);
                Native { schema: keys.integer("schema"), max_buckets: keys.number("max_buckets") }
            }
            Value::Is(_) | Value::Array(..) => {
                self.wrong(&entry, "write `native`, or `native(schema = 3, max_buckets = 160)`").unwrap_or_default()
            }
        };
        Some(Stated { value, tokens: entry.key.to_token_stream() })
    }

    fn stated<T>(&mut self, key: &str, help: &str, read: impl Fn(&Expr) -> Option<T>) -> Option<Stated<T>> {
        let entry = self.take(key)?;
        let Value::Is(expression) = &entry.value else { return self.wrong(&entry, help) };
        match read(expression) {
            Some(value) => Some(Stated { value, tokens: expression.to_token_stream() }),
            None => self.wrong(&entry, help),
        }
    }

    fn take(&mut self, key: &str) -> Option<Entry> {
        let position = self.entries.iter().position(|entry| entry.key.unraw() == key)?;
        Some(self.entries.remove(position))
    }

    fn wrong<T>(&self, entry: &Entry, help: &str) -> Option<T> {
        let message = format!("`{}` has a value of the wrong form", entry.key.unraw());
        match &entry.value {
            Value::Is(expression) => {
                self.diagnostics.error_with_help(expression, Rule::AttributeInvalidValue, message, help);
            }
            Value::Array(_, tokens) => {
                self.diagnostics.error_with_help(tokens, Rule::AttributeInvalidValue, message, help);
            }
            Value::None | Value::List(_) => {
                self.diagnostics.error_with_help(&entry.key, Rule::AttributeInvalidValue, message, help);
            }
        }
        None
    }
}

const STRINGS: &str = "write one string, or a list of them: `[\"http\", \"grpc\"]`";

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            if input.peek(syn::token::Bracket) { array(input)? } else { Value::Is(input.parse()?) }
        } else if input.peek(syn::token::Paren) {
            let list;
            syn::parenthesized!(list in input);
            Value::List(list.parse()?)
        } else {
            Value::None
        };
        Ok(Self { key, value })
    }
}

/// `[value, value]`, which `syn` only reads as an expression with a feature that doubles its build time.
fn array(input: ParseStream<'_>) -> syn::Result<Value> {
    let tokens = input.cursor().token_tree().map(|(tree, _)| tree.into_token_stream()).unwrap_or_default();
    let items;
    syn::bracketed!(items in input);
    let items = items.parse_terminated(Expr::parse, Token![,])?;
    Ok(Value::Array(items.into_iter().collect(), tokens))
}

impl Parse for Allow {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let rule = input.parse()?;
        let mut reason = None;
        if input.peek(Token![,]) && input.peek2(Ident) {
            input.parse::<Token![,]>()?;
            let key: Ident = input.parse()?;
            if key != "reason" {
                return Err(syn::Error::new_spanned(key, "expected `reason = \"…\"`"));
            }
            input.parse::<Token![=]>()?;
            reason = Some(input.parse()?);
        }
        input.parse::<Option<Token![,]>>()?;
        Ok(Self { rule, reason })
    }
}

impl Allow {
    fn check(&self, diagnostics: &Diagnostics) -> Option<Rule> {
        let id = self.rule.value();
        let Some(rule) = Rule::from_id(&id) else {
            let help = match nearest(&id, Rule::ALL.iter().map(|rule| rule.id())) {
                Some(id) => format!("did you mean `{id}`?"),
                None => "an error ends with the id of its rule".to_owned(),
            };
            let message = format!("there is no rule `{id}`");
            diagnostics.error_with_help(&self.rule, Rule::ExceptionInvalid, message, help);
            return None;
        };
        if !rule.relaxable() {
            let message = format!("there are no exceptions from `{rule}`: it can't be scraped or compiled");
            diagnostics.error(&self.rule, Rule::ExceptionInvalid, message);
            return None;
        }
        if rule.judge() != Judge::Compiler {
            let message = format!("`allow` does not reach `{rule}`, which `cargo lowcard` decides");
            let help = "write an `[[exception]]` in lowcard.toml";
            diagnostics.error_with_help(&self.rule, Rule::ExceptionInvalid, message, help);
            return None;
        }
        if self.reason.as_ref().is_none_or(|reason| reason.value().trim().is_empty()) {
            let help = format!("say why: `allow(\"{rule}\", reason = \"…\")`");
            diagnostics.error_with_help(&self.rule, Rule::ExceptionNoReason, "an exception needs a reason", help);
        }
        Some(rule)
    }
}

fn integer(expression: &Expr) -> Option<&LitInt> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => Some(number),
            _ => None,
        },
        _ => None,
    }
}

/// A whole number with or without a sign.
fn signed(expression: &Expr) -> Option<i64> {
    match expression {
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => signed(&unary.expr)?.checked_neg(),
        _ => integer(expression)?.base10_parse().ok(),
    }
}

/// A number as it is written out, or one of the constants that no bucket may be, so that the rule can say so.
fn float(expression: &Expr) -> Option<f64> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Float(number) => number.base10_parse().ok(),
            Lit::Int(number) => number.base10_parse().ok(),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => float(&unary.expr).map(|number| -number),
        Expr::Path(path) => match path.path.segments.last()?.ident.to_string().as_str() {
            "INFINITY" => Some(f64::INFINITY),
            "NEG_INFINITY" => Some(f64::NEG_INFINITY),
            "NAN" => Some(f64::NAN),
            _ => None,
        },
        _ => None,
    }
}
