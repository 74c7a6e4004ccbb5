//! `Counter<Delivery, f64>`, read from tokens.

use lowcard_schema::{Kind, Rule};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, PathSegment, Type, parse_quote};

use crate::diagnostics::Diagnostics;
use crate::runtime::Runtime;

/// The type of a metric, as far as its tokens tell.
#[derive(Clone)]
pub(crate) struct MetricType {
    /// The type as it is written.
    pub(crate) written: Type,
    pub(crate) kind: Kind,
    labels: Option<Type>,
    number: Option<Type>,
}

impl MetricType {
    /// Reads the type of a static or field; reports one that is no metric.
    pub(crate) fn read(diagnostics: &Diagnostics, written: &Type) -> Option<Self> {
        let found = Self::of(written);
        if found.is_none() {
            diagnostics.error_with_help(
                written,
                Rule::ItemUnsupported,
                "this is not the type of a metric",
                "write `Counter<Labels>`, `Gauge<Labels>`, `Histogram<Labels>` or `Info<Labels>`, under these names",
            );
        }
        found
    }

    /// The metric type that the tokens name, if they do.
    pub(crate) fn of(written: &Type) -> Option<Self> {
        let Type::Path(path) = written else { return None };
        let last = path.path.segments.last()?;
        let kind = Kind::from_type_name(&last.ident.to_string())?;
        let mut arguments = type_arguments(last);
        Some(Self {
            written: written.clone(),
            kind,
            labels: arguments.next().cloned(),
            number: arguments.next().cloned(),
        })
    }

    /// What takes the place of a type that is none, so that it causes no second error.
    pub(crate) fn stub(runtime: &Runtime) -> Self {
        let written = parse_quote!(#runtime::Counter);
        Self { written, kind: Kind::Counter, labels: None, number: None }
    }

    /// Whether it has labels, as far as its tokens tell.
    pub(crate) fn is_labelled(&self) -> bool {
        match &self.labels {
            Some(Type::Tuple(tuple)) => !tuple.elems.is_empty(),
            labels => labels.is_some(),
        }
    }

    /// The name of the label set, without the path before it and the arguments behind it.
    pub(crate) fn labels_tokens(&self) -> Option<TokenStream> {
        match self.labels.as_ref()? {
            Type::Path(path) => Some(path.path.segments.last()?.ident.to_token_stream()),
            other => Some(other.to_token_stream()),
        }
    }

    /// The name of the number type, or the kind's own.
    pub(crate) fn number(&self) -> String {
        match (&self.number, self.kind) {
            (Some(stated), _) => stated.to_token_stream().to_string(),
            (None, Kind::Gauge) => "i64".to_owned(),
            (None, _) => "u64".to_owned(),
        }
    }
}

fn type_arguments(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(argument) => Some(argument),
        _ => None,
    })
}
