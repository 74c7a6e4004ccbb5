//! `#[derive(Metrics)]` on a struct.

use lowcard_schema::Rule;
use lowcard_schema::check::is_prefix;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, Fields, Ident, Type};

use crate::attribute::{Keys, Stated};
use crate::definition::{self, Definition, MetricType, StatedKeys, Tokens};
use crate::diagnostics::Diagnostics;
use crate::policy::Governing;
use crate::runtime::Runtime;

/// What `#[metrics(…)]` on the struct says.
struct Options {
    prefix: Option<Stated<String>>,
    category: Option<Stated<String>>,
    route: Option<Stated<String>>,
    runtime: Runtime,
}

/// A field: a metric, or another struct of them.
enum Member {
    Metric(Box<Definition>),
    Flattened { ident: Ident, written: Box<Type> },
}

pub(crate) fn expand(item: &DeriveInput) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let options = Options::read(&diagnostics, item);
    let governing = Governing::load(&diagnostics);
    let members = members(&diagnostics, item, &options, &governing);
    names_differ(&diagnostics, &members);
    let expansion = emit(&diagnostics, item, &options, &members, &governing);
    let reports = diagnostics.finish();
    quote!(#reports #expansion)
}

impl Options {
    fn read(diagnostics: &Diagnostics, item: &DeriveInput) -> Self {
        let known = ["prefix", "category", "route", "crate"];
        let mut keys = Keys::of_item(diagnostics, &item.attrs, "metrics", &known);
        let runtime = Runtime::at(keys.path("crate"));
        let options = Self {
            prefix: keys.string("prefix"),
            category: keys.string("category"),
            route: keys.string("route"),
            runtime,
        };
        options.check_prefix(diagnostics);
        options.check_route(diagnostics);
        options
    }

    /// A wrong prefix would otherwise be an error in each field.
    fn check_prefix(&self, diagnostics: &Diagnostics) {
        let Some(Stated { value, tokens }) = &self.prefix else { return };
        if !is_prefix(value) {
            let message = format!("`{}` can't be a part of a metric name", value.escape_debug());
            let help = "use lower-case ASCII letters, digits and `_`; a `_` is put between it and the field's name";
            diagnostics.error_with_help(tokens, Rule::NameInvalid, message, help);
        }
    }

    /// A path that axum would take as a pattern, or refuse by a panic, does not get that far.
    fn check_route(&self, diagnostics: &Diagnostics) {
        let Some(Stated { value, tokens }) = &self.route else { return };
        let plain = |c: char| c.is_ascii_graphic() && !['{', '}', '*', ':', '?', '#'].contains(&c);
        if !value.starts_with('/') || value.contains("//") || !value.chars().all(plain) {
            let message = format!("`{}` is not a route for metrics", value.escape_debug());
            let help = "write a plain path such as `/metrics`";
            diagnostics.error_with_help(tokens, Rule::AttributeInvalidValue, message, help);
        }
    }

    /// The prefix that names can be made with.
    fn usable_prefix(&self) -> Option<&str> {
        self.prefix.as_ref().map(|stated| stated.value.as_str()).filter(|prefix| is_prefix(prefix))
    }
}

fn members(diagnostics: &Diagnostics, item: &DeriveInput, options: &Options, governing: &Governing) -> Vec<Member> {
    if !item.generics.params.is_empty() {
        let help = "write one struct for each; a metric's name is known when the program is built";
        let message = "a struct of metrics can't have generic parameters";
        diagnostics.error_with_help(&item.generics, Rule::ItemUnsupported, message, help);
        return Vec::new();
    }
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => {
                fields.named.iter().filter_map(|field| member(diagnostics, field, options, governing)).collect()
            }
            Fields::Unit => Vec::new(),
            Fields::Unnamed(_) => unsupported(diagnostics, item),
        },
        Data::Enum(_) | Data::Union(_) => unsupported(diagnostics, item),
    }
}

fn unsupported(diagnostics: &Diagnostics, item: &DeriveInput) -> Vec<Member> {
    let help = "write `struct HttpMetrics { pub requests_total: Counter<Request> }`";
    let message = "metrics are the named fields of a struct";
    diagnostics.error_with_help(&item.ident, Rule::ItemUnsupported, message, help);
    Vec::new()
}

fn member(diagnostics: &Diagnostics, field: &Field, options: &Options, governing: &Governing) -> Option<Member> {
    let ident = field.ident.as_ref()?;
    if Keys::of_item(diagnostics, &field.attrs, "metrics", &["flatten"]).flag("flatten").is_some() {
        if let Some(attribute) = field.attrs.iter().find(|attribute| attribute.path().is_ident("metric")) {
            let message = "`#[metric]` stands on a metric, and this field holds a struct of them";
            diagnostics.error(attribute, Rule::ItemUnsupported, message);
        }
        return Some(Member::Flattened { ident: ident.clone(), written: Box::new(field.ty.clone()) });
    }
    let mut keys = Keys::of_item(diagnostics, &field.attrs, "metric", &StatedKeys::KEYS);
    let mut stated = StatedKeys::take(diagnostics, &mut keys);
    let Some(metric_type) = MetricType::of(&field.ty) else {
        let message = "this is not the type of a metric";
        let help = "write `Counter<Labels>`, `Gauge<Labels>`, `Histogram<Labels>` or `Info<Labels>` under these names, or \
                    put `#[metrics(flatten)]` before a struct that derives `Metrics`";
        diagnostics.error_with_help(&field.ty, Rule::ItemUnsupported, message, help);
        return None;
    };
    stated.category = stated.category.or_else(|| options.category.clone());
    let prefix = options.usable_prefix();
    let definition = Definition::new(ident, &field.attrs, metric_type, stated, prefix, governing);
    definition::check(diagnostics, &definition, governing);
    Some(Member::Metric(Box::new(definition)))
}

/// Two fields can only get the same name through `name = "…"`.
fn names_differ(diagnostics: &Diagnostics, members: &[Member]) {
    let definitions: Vec<&Definition> = definitions(members).collect();
    for (position, definition) in definitions.iter().enumerate() {
        if let Some(first) = definitions[..position].iter().find(|earlier| earlier.name == definition.name) {
            let message = format!("`{}` is the name of the field `{}` already", definition.name, first.ident);
            diagnostics.error(&definition.ident, Rule::MetricDuplicate, message);
        }
    }
}

fn definitions(members: &[Member]) -> impl Iterator<Item = &Definition> {
    members.iter().filter_map(|member| match member {
        Member::Metric(definition) => Some(definition.as_ref()),
        Member::Flattened { .. } => None,
    })
}

// #[derive(Metrics)]
// pub struct HttpMetrics { pub requests_total: Counter<Request>, #[metrics(flatten)] pub pool: PoolMetrics }   expands to
//
//     const _: () = {
//         static __LOWCARD_DECLARATION_0: Declaration = Declaration::new(Definition { … }, …);
//         …budget and category asserted, the record and the entry written, the policy tracked…
//         impl HttpMetrics { pub fn register(…) pub fn global() pub fn router() }
//         impl Metrics for HttpMetrics { … }
//     };
fn emit(
    diagnostics: &Diagnostics,
    item: &DeriveInput,
    options: &Options,
    members: &[Member],
    governing: &Governing,
) -> TokenStream {
    let runtime = &options.runtime;
    let pieces: Vec<Tokens<'_>> =
        definitions(members).enumerate().map(|(number, definition)| Tokens::new(definition, runtime, number)).collect();
    let declarations = pieces.iter().map(Tokens::declaration);
    let known = (!diagnostics.has_errors()).then(|| {
        let private = runtime.private();
        pieces
            .iter()
            .map(|piece| {
                let name = &piece.declaration;
                let entry = piece.entry(&quote!(#private::Entry::of_field(&#name)));
                let (asserts, record) = (piece.asserts(governing), piece.record());
                quote!(#asserts #record #entry)
            })
            .collect::<TokenStream>()
    });
    let tracking = governing.tracking();
    let constructor = if diagnostics.has_errors() { stub() } else { constructor(runtime, members, &pieces) };
    let register = register(item, runtime, &constructor);
    let global = item.generics.params.is_empty().then(|| global(item, options));
    quote! {
        const _: () = {
            #tracking
            #(#declarations)*
            #known
            #register
            #global
        };
    }
}

/// What registers each field in turn.
fn constructor(runtime: &Runtime, members: &[Member], pieces: &[Tokens<'_>]) -> TokenStream {
    let mut pieces = pieces.iter();
    let fields = members.iter().filter_map(|member| match member {
        Member::Metric(definition) => {
            let piece = pieces.next()?;
            let (ident, metric, declaration) = (&definition.ident, piece.metric(), &piece.declaration);
            Some(quote!(#ident: #metric::bound(registry, &#declaration)?))
        }
        Member::Flattened { ident, written } => {
            let metrics = quote_spanned!(written.span()=> <#written as #runtime::Metrics>);
            Some(quote!(#ident: #metrics::register(registry)?))
        }
    });
    quote!(::core::result::Result::Ok(Self { #(#fields,)* }))
}

/// A body for a struct with mistakes, which is compiled and never run.
fn stub() -> TokenStream {
    quote! {{
        let _ = registry;
        ::core::unreachable!()
    }}
}

fn register(item: &DeriveInput, runtime: &Runtime, constructor: &TokenStream) -> TokenStream {
    let (name, visibility) = (&item.ident, &item.vis);
    let (implementation, arguments, conditions) = item.generics.split_for_impl();
    quote! {
        #[allow(deprecated)]
        impl #implementation #name #arguments #conditions {
            /// Registers every metric with one registry, and gives the struct that updates them there.
            ///
            /// Registering again gives another struct for the same series.
            ///
            /// # Errors
            ///
            /// If another definition already has one of the names.
            #visibility fn register(registry: &#runtime::Registry) -> ::core::result::Result<Self, #runtime::RegisterError> {
                #constructor
            }
        }

        #[diagnostic::do_not_recommend]
        impl #implementation #runtime::Metrics for #name #arguments #conditions {
            fn register(registry: &#runtime::Registry) -> ::core::result::Result<Self, #runtime::RegisterError> {
                Self::register(registry)
            }
        }
    }
}

fn global(item: &DeriveInput, options: &Options) -> TokenStream {
    let (name, visibility, runtime) = (&item.ident, &item.vis, &options.runtime);
    let private = runtime.private();
    let router = options.route.as_ref().map(|route| router(&route.value, options, visibility));
    quote! {
        impl #name {
            /// The metrics of the process's registry, registered when they are first asked for.
            ///
            /// # Errors
            ///
            /// If another definition already has one of the names. It is tried again with the next call.
            #visibility fn global() -> ::core::result::Result<&'static Self, #runtime::RegisterError> {
                static METRICS: #private::once_cell::sync::OnceCell<#name> = #private::once_cell::sync::OnceCell::new();
                METRICS.get_or_try_init(|| Self::register(#runtime::Registry::global()))
            }

            #router
        }
    }
}

fn router(route: &str, options: &Options, visibility: &syn::Visibility) -> TokenStream {
    let runtime = &options.runtime;
    let documentation = format!("A router that serves the process's registry at `{route}`, with these metrics in it.");
    let more = "A metric whose name another definition already has is left out; the registry keeps the reason.";
    quote! {
        #[doc = #documentation]
        #[doc = ""]
        #[doc = #more]
        #visibility fn router<S>() -> #runtime::axum::Router<S>
        where
            S: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static,
        {
            ::core::mem::drop(Self::global());
            #runtime::axum::router_at(#route, #runtime::Registry::global().clone())
        }
    }
}
