//! `#[metric]` on a static.

use lowcard_schema::Rule;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Ident, Token, Type, Visibility};

use crate::attribute::Keys;
use crate::definition::{self, Definition, MetricType, StatedKeys, Tokens};
use crate::diagnostics::Diagnostics;
use crate::policy::Governing;
use crate::runtime::Runtime;

/// A static without an initialiser, which no type of `syn` is.
struct Static {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    mutability: Option<Token![mut]>,
    ident: Ident,
    metric_type: Type,
    initialiser: Option<Expr>,
}

pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let expansion = match syn::parse2::<Static>(item.clone()) {
        Ok(item) => declare(&diagnostics, arguments, &item),
        Err(error) => {
            diagnostics.error_with_help(
                Unexpected { item, error: &error },
                Rule::ItemUnsupported,
                "`#[metric]` stands on a static",
                "write `pub static REQUESTS_TOTAL: Counter<Labels>;`",
            );
            TokenStream::new()
        }
    };
    let reports = diagnostics.finish();
    quote!(#reports #expansion)
}

fn declare(diagnostics: &Diagnostics, arguments: TokenStream, item: &Static) -> TokenStream {
    let known = [&StatedKeys::KEYS[..], &["crate"]].concat();
    let mut keys = Keys::of_arguments(diagnostics, arguments, "#[metric]", &known);
    let runtime = Runtime::at(keys.path("crate"));
    let stated = StatedKeys::take(diagnostics, &mut keys);
    let governing = Governing::load(diagnostics);
    item.check(diagnostics);
    let metric_type = MetricType::read(diagnostics, &item.metric_type);
    let is_metric = metric_type.is_some();
    let metric_type = metric_type.unwrap_or_else(|| MetricType::stub(&runtime));
    let definition = Definition::new(&item.ident, &item.attributes, metric_type, stated, None, &governing);
    if is_metric {
        definition::check(diagnostics, &definition, &governing);
    }
    emit(diagnostics, item, &definition, &runtime, &governing)
}

// #[metric(category = "delivery")]
// pub static DELIVERIES_TOTAL: Counter<Delivery>;             expands to
//
//     pub static DELIVERIES_TOTAL: Counter<Delivery> = {
//         static __LOWCARD_DECLARATION_0: Declaration = Declaration::new(Definition { … }, …);
//         …budget and category asserted, the record and the entry written, the policy tracked…
//         <Counter<Delivery>>::declared(&__LOWCARD_DECLARATION_0)
//     };
fn emit(
    diagnostics: &Diagnostics,
    item: &Static,
    definition: &Definition,
    runtime: &Runtime,
    governing: &Governing,
) -> TokenStream {
    let Static { attributes, visibility, ident, .. } = item;
    let metric_type = &definition.metric_type.written;
    let tokens = Tokens::new(definition, runtime, 0);
    let declaration = tokens.declaration();
    let name = &tokens.declaration;
    let tracking = governing.tracking();
    let known = (!diagnostics.has_errors()).then(|| {
        let private = runtime.private();
        let entry = tokens.entry(&quote!(#private::Entry::of_static(&#name, &#ident)));
        let (asserts, record) = (tokens.asserts(governing), tokens.record());
        quote!(#asserts #record #entry)
    });
    let exposed = format!("\n\nExposed as `{}`, a {}.", definition.name, definition.kind().word());
    let deprecated = definition.deprecated.as_ref().map(|stated| {
        let since = stated.value.since.as_ref().map(|since| quote!(since = #since,));
        let note = match &stated.value.replaced_by {
            Some(replacement) => format!("use the metric `{replacement}` instead [{}]", Rule::DeprecatedRecorded),
            None => format!("this metric will go [{}]", Rule::DeprecatedRecorded),
        };
        quote!(#[deprecated(#since note = #note)])
    });
    quote! {
        #(#attributes)*
        #[doc = #exposed]
        #deprecated
        #visibility static #ident: #metric_type = {
            #declaration
            #tracking
            #known
            <#metric_type>::declared(&#name)
        };
    }
}

impl Static {
    /// Reports what a metric's static can't have.
    fn check(&self, diagnostics: &Diagnostics) {
        if let Some(mutability) = &self.mutability {
            let help = "remove `mut`: a metric is updated through a shared reference";
            diagnostics.error_with_help(mutability, Rule::ItemUnsupported, "a metric can't be `mut`", help);
        }
        if let Some(initialiser) = &self.initialiser {
            let help = "end the static after its type: `#[metric]` fills it in";
            diagnostics.error_with_help(initialiser, Rule::ItemUnsupported, "a metric has no initialiser", help);
        }
    }
}

impl Parse for Static {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![static]>()?;
        let mutability = input.parse()?;
        let ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let metric_type = input.parse()?;
        let initialiser = if input.parse::<Option<Token![=]>>()?.is_some() { Some(input.parse()?) } else { None };
        input.parse::<Token![;]>()?;
        Ok(Self { attributes, visibility, mutability, ident, metric_type, initialiser })
    }
}

/// An item that is no static: the error points at the token that made it none.
struct Unexpected<'a> {
    item: &'a TokenStream,
    error: &'a syn::Error,
}

impl ToTokens for Unexpected<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let place = self.error.span().start();
        let first = self.item.clone().into_iter().next();
        tokens.extend(self.item.clone().into_iter().find(|token| token.span().start() == place).or(first));
    }
}
