//! `#[derive(LabelSet)]` on a struct.

use lowcard_schema::Rule;
use lowcard_schema::check::{self, LabelNames, Part};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, Fields, Ident, Type};

use crate::attribute::{Keys, Stated};
use crate::diagnostics::Diagnostics;
use crate::policy::Governing;
use crate::runtime::Runtime;

/// What `#[labels(…)]` on the struct says.
struct Options {
    categories: Vec<Stated<String>>,
    /// Whether the labels are those of an info.
    constant: bool,
    allowed: Vec<Rule>,
    runtime: Runtime,
}

/// A field: a label, or another set of them.
enum Member {
    Label(Label),
    Flattened { ident: Ident, written: Type },
}

struct Label {
    ident: Ident,
    name: Stated<String>,
    written: Type,
}

pub(crate) fn expand(item: &DeriveInput) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let options = Options::read(&diagnostics, item);
    let governing = Governing::load(&diagnostics);
    let members = members(&diagnostics, item, &options);
    check(&diagnostics, item, &options, &members, &governing);
    let known = !diagnostics.has_errors();
    let reports = diagnostics.finish();
    let tracking = governing.tracking();
    let asserts = known.then(|| asserts(item, &options, &members, &governing));
    let implementation =
        if options.constant { constant(item, &options, &members) } else { set(item, &options, &members) };
    quote! {
        #reports
        const _: () = {
            #tracking
            #asserts
            #implementation
        };
    }
}

impl Options {
    fn read(diagnostics: &Diagnostics, item: &DeriveInput) -> Self {
        let known = ["category", "constant", "allow", "crate"];
        let mut keys = Keys::of_item(diagnostics, &item.attrs, "labels", &known);
        Self {
            categories: keys.strings("category"),
            constant: keys.flag("constant").is_some(),
            allowed: keys.allowed(),
            runtime: Runtime::at(keys.path("crate")),
        }
    }
}

fn members(diagnostics: &Diagnostics, item: &DeriveInput, options: &Options) -> Vec<Member> {
    if !item.generics.params.is_empty() {
        let help = "name the types: the number of series is the product of what they can hold";
        let message = "a label set can't have generic parameters";
        diagnostics.error_with_help(&item.generics, Rule::ItemUnsupported, message, help);
        return Vec::new();
    }
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => {
                fields.named.iter().filter_map(|field| member(diagnostics, field, options)).collect()
            }
            Fields::Unit => Vec::new(),
            Fields::Unnamed(_) => unsupported(diagnostics, item),
        },
        Data::Enum(_) | Data::Union(_) => unsupported(diagnostics, item),
    }
}

fn unsupported(diagnostics: &Diagnostics, item: &DeriveInput) -> Vec<Member> {
    let message = "labels are the named fields of a struct";
    let help =
        "write `struct Request { method: Method, route: Route }`; for the values of one label, derive `LabelValue`";
    diagnostics.error_with_help(&item.ident, Rule::ItemUnsupported, message, help);
    Vec::new()
}

fn member(diagnostics: &Diagnostics, field: &Field, options: &Options) -> Option<Member> {
    let ident = field.ident.clone()?;
    let flatten = Keys::of_item(diagnostics, &field.attrs, "labels", &["flatten"]).flag("flatten");
    let mut keys = Keys::of_item(diagnostics, &field.attrs, "label", &["rename"]);
    let renamed = keys.string("rename");
    let Some(flatten) = flatten else {
        let own = Stated { value: ident.unraw().to_string(), tokens: ident.to_token_stream() };
        return Some(Member::Label(Label { ident, name: renamed.unwrap_or(own), written: field.ty.clone() }));
    };
    if options.constant {
        let message = "the labels of an info are its own fields";
        let help = "write the labels of the other set out";
        diagnostics.error_with_help(&flatten, Rule::ItemUnsupported, message, help);
    }
    if let Some(renamed) = renamed {
        let message = "a flattened set keeps the names of its labels";
        diagnostics.error(renamed.tokens, Rule::AttributeInvalidValue, message);
    }
    Some(Member::Flattened { ident, written: field.ty.clone() })
}

/// The rules on names and categories, which a lint applies as well.
fn check(diagnostics: &Diagnostics, item: &DeriveInput, options: &Options, members: &[Member], governing: &Governing) {
    let labels: Vec<&Label> = labels(members).collect();
    let names: Vec<&str> = labels.iter().map(|label| label.name.value.as_str()).collect();
    let categories: Vec<&str> = options.categories.iter().map(|category| category.value.as_str()).collect();
    let set = LabelNames { labels: &names, categories: &categories, flattens: labels.len() < members.len() };
    for violation in check::label_names(&set, &governing.policy, &options.allowed) {
        let tokens = match violation.part {
            Part::Label(position) => labels.get(position).map(|label| &label.name.tokens),
            Part::Category(position) => options.categories.get(position).map(|category| &category.tokens),
            _ => None,
        };
        match tokens {
            Some(tokens) => diagnostics.violation(tokens, &violation),
            None => diagnostics.violation(&item.ident, &violation),
        }
    }
}

fn labels(members: &[Member]) -> impl Iterator<Item = &Label> {
    members.iter().filter_map(|member| match member {
        Member::Label(label) => Some(label),
        Member::Flattened { .. } => None,
    })
}

/// The rules that only the compiler can decide, because they hang on types.
fn asserts(item: &DeriveInput, options: &Options, members: &[Member], governing: &Governing) -> TokenStream {
    let schema = options.runtime.schema();
    let (name, runtime) = (&item.ident, &options.runtime);
    let set = if options.constant { quote!(ConstantLabels) } else { quote!(LabelSet) };
    let max = if governing.denies(Rule::LabelTooMany, None, &options.allowed) {
        governing.policy.labels.max
    } else {
        usize::MAX
    };
    let names =
        runtime.refuse(name.span(), &quote!(#schema::label::set_refused(<#name as #runtime::#set>::LABELS, #max)));
    let categories = members.iter().filter_map(|member| match member {
        Member::Flattened { written, .. } => {
            let (outer, inner) = (quote!(<#name as #runtime::LabelSet>), quote!(<#written as #runtime::LabelSet>));
            let refusal = quote!(#schema::category::flatten_mismatch(#outer::CATEGORIES, #inner::CATEGORIES));
            Some(runtime.refuse(written.span(), &refusal))
        }
        Member::Label(_) => None,
    });
    quote!(#names #(#categories)*)
}

// #[derive(LabelSet)]
// struct Request { method: Method, #[labels(flatten)] place: Place }                           expands to
//
//     impl LabelSet for Request {
//         const LABELS: &'static [Label] = &concat(&[&[Label { name: "method", domain: … }], Place::LABELS]);
//         fn index(&self) -> u64 { …the number of the set, most significant label first… }
//     }
fn set(item: &DeriveInput, options: &Options, members: &[Member]) -> TokenStream {
    let (name, runtime, private) = (&item.ident, &options.runtime, options.runtime.private());
    let (implementation, arguments, conditions) = item.generics.split_for_impl();
    let categories = options.categories.iter().map(|category| &category.value);
    let label_parts = members.iter().map(|member| member.label_part(runtime));
    let column_parts = members.iter().map(|member| member.column_part(runtime));
    let steps = members.iter().map(|member| member.index_step(runtime));
    quote! {
        const LABEL_PARTS: &[&[#runtime::Label]] = &[#(#label_parts),*];
        const COLUMN_PARTS: &[&[#private::Column]] = &[#(#column_parts),*];

        #[automatically_derived]
        impl #implementation #private::Derived for #name #arguments #conditions {}

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #implementation #runtime::LabelSet for #name #arguments #conditions {
            const LABELS: &'static [#runtime::Label] = &#private::concat::<_, { #private::count(LABEL_PARTS) }>(
                LABEL_PARTS,
                #private::NO_LABEL,
            );
            const COLUMNS: &'static [#private::Column] = &#private::concat::<_, { #private::count(COLUMN_PARTS) }>(
                COLUMN_PARTS,
                #private::NO_COLUMN,
            );
            const CATEGORIES: &'static [&'static str] = &[#(#categories),*];

            #[inline]
            fn index(&self) -> u64 {
                let index = 0;
                #(#steps)*
                index
            }
        }
    }
}

impl Member {
    fn label_part(&self, runtime: &Runtime) -> TokenStream {
        match self {
            Self::Label(label) => {
                let (name, domain) = (&label.name.value, label.value(runtime, &quote!(DOMAIN)));
                quote!(&[#runtime::Label { name: #name, domain: #domain }])
            }
            Self::Flattened { written, .. } => {
                quote_spanned!(written.span()=> <#written as #runtime::LabelSet>::LABELS)
            }
        }
    }

    fn column_part(&self, runtime: &Runtime) -> TokenStream {
        match self {
            Self::Label(label) => {
                let column = label.value(runtime, &quote!(COLUMN));
                quote!(&[#column])
            }
            Self::Flattened { written, .. } => {
                quote_spanned!(written.span()=> <#written as #runtime::LabelSet>::COLUMNS)
            }
        }
    }

    fn index_step(&self, runtime: &Runtime) -> TokenStream {
        let schema = runtime.schema();
        match self {
            Self::Label(label) => {
                let ident = &label.ident;
                let (domain, ordinal) = (label.value(runtime, &quote!(DOMAIN)), label.value(runtime, &quote!(ordinal)));
                quote! {
                    let index = #schema::series::index(
                        index,
                        #domain.len(),
                        ::core::convert::Into::into(#ordinal(&self.#ident)),
                    );
                }
            }
            Self::Flattened { ident, written } => {
                let set = quote_spanned!(written.span()=> <#written as #runtime::LabelSet>);
                quote! {
                    let index = #schema::series::index(
                        index,
                        const { #schema::series::size(#set::LABELS) },
                        #set::index(&self.#ident),
                    );
                }
            }
        }
    }
}

impl Label {
    /// `<Method as LabelValue>::DOMAIN` and the like. Every use is the same in tokens and place, so that a type that is
    /// no label value is one error.
    fn value(&self, runtime: &Runtime, item: &TokenStream) -> TokenStream {
        let written = &self.written;
        quote_spanned!(written.span()=> <#written as #runtime::LabelValue>::#item)
    }
}

/// The labels of an info: any type that can be displayed, as there is one value of each.
fn constant(item: &DeriveInput, options: &Options, members: &[Member]) -> TokenStream {
    let (name, runtime, private) = (&item.ident, &options.runtime, options.runtime.private());
    let (implementation, arguments, conditions) = item.generics.split_for_impl();
    let categories = options.categories.iter().map(|category| &category.value);
    let names = labels(members).map(|label| &label.name.value);
    let values = labels(members).map(|label| {
        let ident = &label.ident;
        let field = quote!(&self.#ident); // `self` is that of the method below, also where a macro wrote the struct
        quote_spanned!(label.written.span()=> ::std::string::ToString::to_string(#field))
    });
    quote! {
        #[automatically_derived]
        impl #implementation #private::Derived for #name #arguments #conditions {}

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #implementation #runtime::ConstantLabels for #name #arguments #conditions {
            const LABELS: &'static [#runtime::Label] =
                &[#(#runtime::Label { name: #names, domain: #runtime::Domain::Constant }),*];
            const CATEGORIES: &'static [&'static str] = &[#(#categories),*];

            fn values(self) -> ::std::vec::Vec<::std::string::String> {
                ::std::vec![#(#values),*]
            }
        }
    }
}
