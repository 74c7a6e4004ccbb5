//! Writes a definition as tokens.

use lowcard_schema::check::WrittenNative;
use lowcard_schema::record::{SECTION, SECTION_APPLE};
use lowcard_schema::{Kind, Native, Rule};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use super::Definition;
use crate::policy::Governing;
use crate::runtime::Runtime;

/// The pieces of a definition's expansion, to be put where its macro needs them.
pub(crate) struct Tokens<'a> {
    pub(crate) definition: &'a Definition,
    pub(crate) runtime: &'a Runtime,
    /// The name of the declaration in the expansion.
    pub(crate) declaration: Ident,
}

impl<'a> Tokens<'a> {
    /// `number` keeps the declarations of one expansion apart.
    pub(crate) fn new(definition: &'a Definition, runtime: &'a Runtime, number: usize) -> Self {
        Self { definition, runtime, declaration: format_ident!("__LOWCARD_DECLARATION_{number}") }
    }

    /// The declaration, whose address the registry knows the metric by.
    pub(crate) fn declaration(&self) -> TokenStream {
        let Self { definition, runtime, declaration } = self;
        let (private, name, help) = (runtime.private(), &definition.name, &definition.help);
        let metric = self.metric();
        let kind = variant(definition.kind());
        let unit = option(definition.unit().map(ToTokens::to_token_stream));
        let bounds = definition.bounds().unwrap_or_default();
        let buckets: Vec<_> = bounds.iter().filter(|bound| bound.is_finite()).collect(); // the others are errors
        let native = self.native();
        let category = option(definition.category().map(ToTokens::to_token_stream));
        let stability = option(definition.stability.map(|stability| {
            let variant = format_ident!("{stability:?}");
            quote!(#runtime::Stability::#variant)
        }));
        let deprecated = self.deprecated();
        let max_series = option(definition.max_series.as_ref().map(|cap| cap.value.to_token_stream()));
        let site = self.site();
        let source = self.source();
        let exemplars = definition.exemplars.as_ref().map(|key| {
            let current_trace = quote_spanned!(key.span()=> CURRENT_TRACE);
            quote!(.with_exemplars(#private::#current_trace))
        });
        // An update that may become an exemplar takes the way on which that is asked.
        let finder = if exemplars.is_some() { quote!(without_table) } else { quote!(new) };
        let find_by = (definition.kind() == Kind::Histogram)
            .then(|| quote!(.find_by(const { &#private::BucketFinder::#finder(&[#(#buckets),*]) })));
        quote! {
            static #declaration: #private::Declaration = #private::Declaration::new(
                #runtime::Definition {
                    name: #name,
                    kind: #runtime::Kind::#kind,
                    number: #metric::NUMBER,
                    unit: #unit,
                    help: #help,
                    labels: #metric::LABELS,
                    buckets: &[#(#buckets),*],
                    native: #native,
                    category: #category,
                    stability: #stability,
                    deprecated: #deprecated,
                    max_series: #max_series,
                    site: #site,
                },
                #metric::COLUMNS,
            ) #source #find_by #exemplars;
        }
    }

    /// The rules that only the compiler can decide, because they hang on types.
    pub(crate) fn asserts(&self, governing: &Governing) -> TokenStream {
        let Self { definition, declaration, .. } = self;
        let schema = self.runtime.schema();
        let metric = self.metric();
        let span = definition.labels_tokens().span();
        let budget = if governing.denies(Rule::CardinalityOverBudget, Some(&definition.name), &definition.allowed) {
            governing.policy.metric_budget(definition.category()).most
        } else {
            u64::MAX // what can't be counted can't be stored either
        };
        let budget =
            self.runtime.refuse(span, &quote!(#schema::series::over_budget(#declaration.definition(), #budget)));
        let category = definition.category().map(|category| {
            let refusal =
                quote!(#schema::category::mismatch(::core::option::Option::Some(#category), #metric::CATEGORIES));
            self.runtime.refuse(span, &refusal)
        });
        quote!(#budget #category)
    }

    /// The record in the link section, which a finished binary is read by.
    pub(crate) fn record(&self) -> TokenStream {
        let Self { declaration, .. } = self;
        let schema = self.runtime.schema();
        quote! {
            const _: () = {
                #[used]
                #[cfg_attr(target_vendor = "apple", unsafe(link_section = #SECTION_APPLE))]
                #[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = #SECTION))]
                static RECORD: [u8; #schema::record::encoded_len(#declaration.definition())] =
                    #schema::record::encode(#declaration.definition());
            };
        }
    }

    /// The entry in the list of definitions that a running program can read; `entry` makes it.
    pub(crate) fn entry(&self, entry: &TokenStream) -> TokenStream {
        let private = self.runtime.private();
        quote! {
            const _: () = {
                #[#private::linkme::distributed_slice(#private::ENTRIES)]
                #[linkme(crate = #private::linkme)]
                #[allow(deprecated)]
                static ENTRY: #private::Entry = #entry;
            };
        }
    }

    /// `<Counter<Delivery> as Metric>`, pointing at the label set if that is no set.
    pub(crate) fn metric(&self) -> TokenStream {
        let written = &self.definition.metric_type.written;
        let private = self.runtime.private();
        quote_spanned!(self.definition.labels_tokens().span()=> <#written as #private::Metric>)
    }

    fn native(&self) -> TokenStream {
        let runtime = self.runtime;
        let native = self.definition.native().and_then(WrittenNative::in_range); // others are errors
        option(native.map(
            |Native { schema, max_buckets }| quote!(#runtime::Native { schema: #schema, max_buckets: #max_buckets }),
        ))
    }

    fn deprecated(&self) -> TokenStream {
        let runtime = self.runtime;
        option(self.definition.deprecated.as_ref().map(|stated| {
            let since = option(stated.value.since.as_ref().map(ToTokens::to_token_stream));
            let replaced_by = option(stated.value.replaced_by.as_ref().map(ToTokens::to_token_stream));
            quote!(#runtime::Deprecation { since: #since, replaced_by: #replaced_by })
        }))
    }

    fn site(&self) -> TokenStream {
        let runtime = self.runtime;
        let (line, column) = place(self.definition.ident.span());
        quote! {
            #runtime::Site {
                package: ::core::env!("CARGO_PKG_NAME"),
                version: ::core::env!("CARGO_PKG_VERSION"),
                module: ::core::module_path!(),
                file: ::core::file!(),
                line: #line,
                column: #column,
            }
        }
    }

    /// The function that its value comes from, or an info's labels.
    fn source(&self) -> Option<TokenStream> {
        let from = self.definition.from.as_ref()?;
        match self.definition.kind() {
            Kind::Counter | Kind::Gauge => {
                let private = self.runtime.private();
                let variant = format_ident!("{}", self.definition.metric_type.number().to_uppercase());
                Some(quote_spanned!(from.span()=> .read_from(#private::Source::#variant(#from))))
            }
            Kind::Info => {
                let call = self.values_of_call(from);
                Some(quote_spanned!(from.span()=> .labelled_by(|| #call)))
            }
            Kind::Histogram => None, // an error already
        }
    }

    /// `<Info<Build> as Metric>::values(build)`. The call stands where the type is written, from its first token to its
    /// last: labels that are none are then one error with all other uses of the type.
    fn values_of_call(&self, from: &syn::Expr) -> TokenStream {
        let (metric, written) = (self.metric(), &self.definition.metric_type.written);
        let mut tokens = written.to_token_stream().into_iter();
        let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
        let last = tokens.last().map_or(first, |token| token.span());
        let values = quote_spanned!(first=> ::values);
        let argument = quote_spanned!(last=> (#from));
        quote!(#metric #values #argument)
    }
}

fn variant(kind: Kind) -> Ident {
    format_ident!("{kind:?}")
}

/// Line and column, both from 1.
fn place(span: Span) -> (u32, u32) {
    let start = span.start();
    let line = u32::try_from(start.line).unwrap_or(u32::MAX);
    let column = u32::try_from(start.column).unwrap_or(u32::MAX).saturating_add(1);
    (line, column)
}

fn option(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(|| quote!(::core::option::Option::None), |tokens| quote!(::core::option::Option::Some(#tokens)))
}
