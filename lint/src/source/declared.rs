//! The metrics that the code declares: the statics of `#[metric]` and the fields of `#[derive(Metrics)]`.

use proc_macro2::{Span, TokenTree};
use syn::{FieldsNamed, Visibility};

use super::Declared;
use super::arguments::Arguments;
use super::item::{self, Attributes, is_public};
use super::path::path;
use super::scan::{Scan, Word};
use super::text::Text;
use super::token::{is_punct, is_word, word_at};

/// A declaration in a file.
#[derive(Debug)]
struct Declaration {
    written: String,
    span: Span,
    prefix: Option<String>,
    name: Option<String>,
    public: bool,
}

impl Scan<'_> {
    /// Reads a `static` under `#[metric]`.
    pub(super) fn metric(&mut self, word: Word<'_>) {
        let Word { tokens, at, scope, here, attributes } = word;
        let arguments = attributes.iter().find(|(path, _)| self.is_lowcards(path, "metric", scope));
        if let Some((_, arguments)) = arguments.filter(|_| !here.is_template && is_word(&tokens[at], "static")) {
            let declaration = of_static(tokens, at, &arguments);
            self.found.declared.extend(declaration.map(|declaration| self.declared(declaration)));
        }
    }

    /// Reads a struct that derives metrics, or the labels of another library.
    pub(super) fn structure(&mut self, word: Word<'_>) {
        let Word { tokens, at, scope, here, attributes } = word;
        let body = &tokens[at..item::end(tokens, at)];
        let Some(fields @ TokenTree::Group(_)) = body.last().filter(|_| !here.is_template) else { return };
        for derive in attributes.derives() {
            if self.is_lowcards(&derive, "Metrics", scope) {
                let declared = of_struct(fields, attributes).into_iter();
                self.found.declared.extend(declared.map(|declaration| self.declared(declaration)).collect::<Vec<_>>());
            } else if let Some(called) = scope.find(&path(&derive, 0).0, &|path| self.crates().label_set(path)) {
                let labels = labels_of_struct(fields);
                let read = Arguments {
                    labels: labels.into_iter().map(|(name, span)| (Text::Known(name), span)).collect(),
                    ..Arguments::default()
                };
                let span = (derive[0].span(), derive[0].span());
                self.found.calls.push(self.call(called, read, span));
            }
        }
    }

    fn declared(&self, declaration: Declaration) -> Declared {
        let Declaration { written, span, prefix, name, public } = declaration;
        let package = self.context.package.to_owned();
        Declared { package, place: self.place((span, span)), written, prefix, name, public, mentioned: false }
    }
}

/// `static NAME: …;` under `#[metric]`, whose arguments these are.
fn of_static(tokens: &[TokenTree], at: usize, arguments: &[TokenTree]) -> Option<Declaration> {
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
fn of_struct(fields: &TokenTree, attributes: &Attributes) -> Vec<Declaration> {
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
fn labels_of_struct(fields: &TokenTree) -> Vec<(String, Span)> {
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
