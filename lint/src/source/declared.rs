//! The metrics that the code declares: the statics of `#[metric]` and the fields of `#[derive(Metrics)]`.

use proc_macro2::{Span, TokenTree};
use syn::{FieldsNamed, Visibility};

use super::item::{self, Attributes, is_public};
use super::scope::{is_word, word_at};
use super::value::is_punct;

/// A declaration in a file.
#[derive(Debug)]
pub(super) struct Declaration {
    pub(super) written: String,
    pub(super) span: Span,
    pub(super) prefix: Option<String>,
    pub(super) name: Option<String>,
    pub(super) public: bool,
}

/// `static NAME: …;` under `#[metric]`, whose arguments these are.
pub(super) fn of_static(tokens: &[TokenTree], at: usize, arguments: &[TokenTree]) -> Option<Declaration> {
    let written = word_at(tokens, at + 1)?;
    (!is_recorded_by_itself(arguments)).then(|| Declaration {
        written,
        span: tokens[at + 1].span(),
        prefix: None,
        name: item::stated(arguments, "name"),
        public: is_public(tokens, at),
    })
}

/// The fields of a struct that derives `Metrics`, and none of what is flattened.
pub(super) fn of_struct(fields: &TokenTree, attributes: &Attributes) -> Vec<Declaration> {
    let prefix = item::stated(&attributes.arguments("metrics"), "prefix");
    named_fields(fields)
        .into_iter()
        .filter(|(_, field)| !field.arguments("metrics").iter().any(|word| is_word(word, "flatten")))
        .filter(|(_, field)| !is_recorded_by_itself(&field.arguments("metric")))
        .map(|((written, span, public), field)| Declaration {
            written,
            span,
            prefix: prefix.clone(),
            name: item::stated(&field.arguments("metric"), "name"),
            public,
        })
        .collect()
}

/// The fields of a struct that derives a label set, under the names that they are exposed by.
pub(super) fn labels_of_struct(fields: &TokenTree) -> Vec<(String, Span)> {
    named_fields(fields)
        .into_iter()
        .filter(|(_, field)| !field.arguments("prometheus").iter().any(|word| is_word(word, "flatten")))
        .map(|((name, span, _), _)| (name, span))
        .collect()
}

/// A field's name, where it stands and whether it is `pub`.
type Field = (String, Span, bool);

fn named_fields(fields: &TokenTree) -> Vec<(Field, Attributes)> {
    let Ok(fields) = syn::parse2::<FieldsNamed>(fields.clone().into()) else { return Vec::new() };
    let named = fields.named.into_iter().filter_map(|field| {
        let name = field.ident?;
        let mut attributes = Attributes::default();
        field.attrs.iter().for_each(|attribute| attributes.push_parsed(&attribute.meta));
        let public = matches!(field.vis, Visibility::Public(_));
        Some(((name.to_string().trim_start_matches("r#").to_owned(), name.span(), public), attributes))
    });
    named.collect()
}

/// `from = …`: it is read at each scrape.
fn is_recorded_by_itself(arguments: &[TokenTree]) -> bool {
    arguments.windows(2).any(|pair| is_word(&pair[0], "from") && is_punct(&pair[1], '='))
}
